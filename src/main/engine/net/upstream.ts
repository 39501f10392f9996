/**
 * The other leg of a tap: a server that is dialled for one client. What passes has its rows on the client's connection, once;
 * here only what happens to the leg itself is told.
 */
import type { Result } from '../../../shared/failure'
import { plainConnection } from '../../../shared/protocol/connection-settings'
import { frameTypeOf } from '../../../shared/protocol/frame'
import type { Message, Peer, Upstream, UpstreamEntry, UpstreamListener, UpstreamRequest } from '../behaviours/behaviour'
import type { Clock } from '../clock'
import { Connection } from './connection'
import { dial } from './dial'
import { NO_CLOSE_FRAME, NO_STATUS } from './ending'
import { WindowBudget } from './lent-reads'
import { AcceptedPeer } from './peer'
import type { ReadTurns } from './read-turns'

/** The client waits for it, and has a timeout of its own. */
const HANDSHAKE_TIMEOUT_MS = 10_000
const SWITCHING_PROTOCOLS = 101
/** Its connection has no rows, so it needs no number that tells it apart. */
const NO_ID = 0

export interface UpstreamHooks {
  now: Clock
  turns: ReadTurns
  /** PEM of those trusted for this URL besides the system's. */
  trustedAuthorities(url: URL): string[]
}

const windows = new WindowBudget()

/** @returns once the upstream has answered: the open leg, or its refusal; `signal` gives up */
export function dialUpstream(
  request: UpstreamRequest,
  listener: UpstreamListener,
  hooks: UpstreamHooks,
  signal: AbortSignal,
): Promise<UpstreamEntry> {
  return new Promise((resolve) => {
    let leg: UpstreamLeg | undefined
    const connection = new Connection(NO_ID, {
      now: hooks.now,
      turns: hooks.turns,
      onFrame(_, kind, payload) {
        if (frameTypeOf(kind) === 'event') listener.onEvent(Buffer.from(payload).toString())
        return undefined
      },
      // Lent, or part of a larger read: a copy is what the listener may keep.
      onMessage: (_, data, isBinary) => {
        listener.onMessage({ bytes: Buffer.from(data), isBinary })
        leg?.holdBack()
      },
      onPing(_, data) {
        listener.onPing(Buffer.from(data))
        return 'passed-on'
      },
      onStrayPong: (_, data) => listener.onPong(Buffer.from(data)),
      onStateChange: ({ state, handshake }) => {
        switch (state.name) {
          case 'open':
            leg = new UpstreamLeg(connection, state.subprotocol)
            resolve({ isOpen: true, upstream: leg })
            break
          case 'failed': {
            const { statusCode, headers, body } = handshake?.response ?? {}
            // With a 101 that is not as it should be the upstream has refused nothing, and our client must not believe it.
            const response =
              statusCode === undefined || statusCode === SWITCHING_PROTOCOLS
                ? undefined
                : { statusCode, headers: headers ?? [], body: body ?? '' }
            resolve({ isOpen: false, why: state.error.message, response })
            break
          }
          case 'closed':
            listener.onClose(state.closedBy === 'network' ? NO_CLOSE_FRAME : state.closeCode, state.reason)
            break
        }
      },
    })
    const dialled: Result<() => void> = dial(
      connection,
      plainConnection(request.url, {
        headers: [...request.headers],
        subprotocols: [...request.subprotocols],
        handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS,
        network: { proxy: { kind: 'none' } },
      }),
      // No variables: what a client says is passed on as it is. No proxy, so no system is asked for one.
      {
        now: hooks.now,
        windows,
        systemProxy: async () => ['direct'],
        trustedAuthorities: (url) => hooks.trustedAuthorities(url),
      },
    )
    if (!dialled.ok) return resolve({ isOpen: false, why: dialled.error.message })
    if (signal.aborted) dialled.value()
    else signal.addEventListener('abort', dialled.value, { once: true })
  })
}

class UpstreamLeg implements Upstream {
  private peer: AcceptedPeer | undefined

  constructor(
    private readonly connection: Connection,
    readonly subprotocol: string,
  ) {}

  join(peer: Peer): void {
    if (!(peer instanceof AcceptedPeer)) return
    this.peer = peer
    peer.upstream = this.connection
  }

  holdBack(): void {
    this.peer?.connection.holdBack(this.connection)
  }

  send({ bytes, isBinary }: Message): void {
    this.connection.post(isBinary ? 'binary' : 'text', bytes, (posted) => {
      if (!posted.ok && posted.error.code === 'ERR_SEND_QUEUE_FULL') this.connection.terminate(posted.error.message)
    })
  }

  ping(payload: Uint8Array): void {
    this.connection.post('ping', Buffer.from(payload))
  }

  pong(payload: Uint8Array): void {
    this.connection.post('pong', Buffer.from(payload))
  }

  close(closeCode: number, reason: string): void {
    if (closeCode === NO_CLOSE_FRAME) this.connection.terminate('The client was gone.')
    else if (closeCode === NO_STATUS) this.connection.closeWithoutStatus()
    else this.connection.close(closeCode, reason)
  }

  stopReading(isStopped: boolean): void {
    this.connection.stopReading(isStopped, 'held')
  }
}
