/**
 * Passes each client's frames on to an upstream server, and that one's back: whatever program is pointed at the tap can be
 * watched. The upstream is dialled before the client is let in, so that its subprotocol, or its refusal, is what the client gets.
 *
 *   client ◄──► tap ◄──► upstream      messages, pings, pongs and close codes, each way, in their order
 */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '../../../shared/failure'
import type { BehaviourOptions } from '../../../shared/protocol/behaviour'
import type { HeaderLine } from '../../../shared/protocol/handshake'
import type { Behaviour, BehaviourType, Entry, Message, Peer, Stage, UpgradeRequest, Upstream } from './behaviour'
import { excerpt } from './excerpt'
import { HeldFrames } from './held-frames'
import { textOption } from './options'

/** Bad gateway (RFC 9110, section 15.6.3); loop detected (RFC 5842, section 7.2). */
const BAD_GATEWAY = 502
const LOOP_DETECTED = 508
const LOGGED_MAX_LENGTH = 2_000
/** Of one connection, not of what it carries (RFC 9110, section 7.6.1), or made anew for the other leg. */
const HOP_HEADERS = new Set([
  'host',
  'connection',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'content-length',
  'expect',
  'proxy-authorization',
  'proxy-connection',
])

/** The two legs of one client. */
interface Session {
  peer: Peer | undefined
  upstream: Upstream | undefined
  /** What the upstream sent before the client was in. */
  early: (() => void)[]
}

class Tap implements Behaviour {
  readonly held: HeldFrames
  private readonly sessions = new Map<Peer, Session>()
  /** Names this tap in `Via`, by which it knows its own requests if they come back. */
  private readonly pseudonym = `feedscope-${randomUUID().slice(0, 8)}`
  private upstreamUrl: string

  constructor(
    private readonly stage: Stage,
    options: BehaviourOptions,
  ) {
    this.upstreamUrl = textOption(options, 'upstream')
    this.held = new HeldFrames({
      pass: ({ peer, direction }, message, isEdited) => {
        if (direction === 'sent') this.toClient(peer, message, isEdited)
        else this.toUpstream(peer, message, isEdited)
      },
      drop: ({ peer, direction, message }) => {
        if (direction === 'sent') peer.recordUnsent(message)
        else this.stage.log(`Held, and not passed on: ${excerptOf(message)}`, peer, 'noted')
      },
      onFull: (isFull) => {
        for (const session of this.sessions.values()) this.stopReading(session, isFull)
      },
      onChange: () => stage.changed(),
    })
  }

  async admit(request: UpgradeRequest, signal: AbortSignal): Promise<Entry> {
    if (request.headers.some(([name, value]) => isVia(name) && value.includes(this.pseudonym))) {
      return refusal(LOOP_DETECTED, 'The tap’s upstream is the tap itself. Give it another upstream URL.')
    }
    const session: Session = { peer: undefined, upstream: undefined, early: [] }
    const whenIn = (act: (peer: Peer) => void) => {
      if (session.peer === undefined) session.early.push(() => session.peer !== undefined && act(session.peer))
      else act(session.peer)
    }
    const dialled = await this.stage.dial(
      {
        url: upstreamTarget(this.upstreamUrl, request.target),
        headers: [...request.headers.filter(isPassedOn), ['Via', `1.1 ${this.pseudonym}`]],
        subprotocols: request.subprotocols,
      },
      {
        onMessage: (message) => whenIn((peer) => this.fromUpstream(peer, message)),
        onPing: (payload) => whenIn((peer) => peer.ping(payload)),
        onPong: (payload) => whenIn((peer) => peer.pong(payload)),
        onClose: (closeCode, reason) =>
          whenIn((peer) => {
            this.stage.log(`Upstream closed with ${closeCode}${reason === '' ? '' : `: ${reason}`}`, peer)
            peer.close(closeCode, reason)
          }),
        onEvent: (text) => this.stage.log(`Upstream: ${text}`, session.peer),
      },
      signal,
    )
    if (!dialled.isOpen) {
      const { why, response } = dialled
      if (response === undefined) return refusal(BAD_GATEWAY, `The upstream could not be reached: ${why}`)
      const headers = response.headers.filter(isPassedOn)
      return { isOpen: false, ...response, headers, why: `The upstream refused: ${why}` }
    }
    const { upstream } = dialled
    session.upstream = upstream
    return {
      isOpen: true,
      subprotocol: upstream.subprotocol,
      enter: (peer) => {
        session.peer = peer
        this.sessions.set(peer, session)
        upstream.join(peer)
        if (this.held.isFull) this.stopReading(session, true)
        for (const act of session.early.splice(0)) act()
      },
      leave: () => upstream.close(1006, ''),
    }
  }

  onMessage(peer: Peer, message: Message): void {
    if (!this.held.take(peer, 'received', message, this.stage.now())) this.toUpstream(peer, message, false)
  }

  onPing(peer: Peer, payload: Buffer): boolean {
    this.sessions.get(peer)?.upstream?.ping(payload)
    return true
  }

  onStrayPong(peer: Peer, payload: Buffer): void {
    this.sessions.get(peer)?.upstream?.pong(payload)
  }

  onClosing(peer: Peer, { closeCode, reason }: { closeCode: number; reason: string }): void {
    this.sessions.get(peer)?.upstream?.close(closeCode, reason)
  }

  onClose(peer: Peer): void {
    this.held.forget(peer)
    this.sessions.delete(peer)
  }

  /** For clients that come from now on. */
  configure(options: BehaviourOptions): void {
    this.upstreamUrl = textOption(options, 'upstream')
  }

  private stopReading({ peer, upstream }: Session, isStopped: boolean): void {
    peer?.stopReading(isStopped)
    upstream?.stopReading(isStopped)
  }

  private fromUpstream(peer: Peer, message: Message): void {
    if (!this.held.take(peer, 'sent', message, this.stage.now())) this.toClient(peer, message, false)
  }

  private toClient(peer: Peer, { bytes, isBinary }: Message, isEdited: boolean): void {
    const mark = isEdited ? 'changed' : undefined
    if (isBinary) peer.send(bytes, mark)
    else peer.sendText(bytes, mark)
  }

  private toUpstream(peer: Peer, message: Message, isEdited: boolean): void {
    // The row of what came stands already: what went on instead has to be said.
    if (isEdited) this.stage.log(`Edited by hand and passed on as: ${excerptOf(message)}`, peer, 'noted')
    this.sessions.get(peer)?.upstream?.send(message)
  }
}

function excerptOf({ bytes, isBinary }: Message): string {
  return isBinary ? `${bytes.byteLength} bytes` : excerpt(bytes.toString(), LOGGED_MAX_LENGTH)
}

function refusal(statusCode: number, why: string): Entry {
  const headers: HeaderLine[] = [['Content-Type', 'application/json; charset=utf-8']]
  return { isOpen: false, statusCode, headers, body: JSON.stringify({ error: why }), why }
}

function isVia(name: string): boolean {
  return name.toLowerCase() === 'via'
}

function isPassedOn([name]: HeaderLine): boolean {
  const lower = name.toLowerCase()
  return !HOP_HEADERS.has(lower) && !lower.startsWith('sec-websocket-')
}

/** The upstream's own path and query, then the client's: `wss://host/feed?key=1` and `/a?b=2` make `/feed/a?key=1&b=2`. */
function upstreamTarget(upstreamUrl: string, target: string): string {
  const url = new URL(upstreamUrl)
  const questionMark = target.indexOf('?')
  const path = questionMark === -1 ? target : target.slice(0, questionMark)
  const query = questionMark === -1 ? '' : target.slice(questionMark + 1)
  if (path !== '/' && path !== '') url.pathname = url.pathname.replace(/\/$/, '') + path
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`
  return url.href
}

function checkUpstream(options: BehaviourOptions): Result<void> {
  const typed = textOption(options, 'upstream').trim()
  const wrong = (why: string) => fail('ERR_URL_INVALID', why)
  if (typed === '')
    return wrong('A tap needs an upstream URL: where should it pass the frames on to? Such as wss://feed.example.com.')
  let url: URL
  try {
    url = new URL(typed)
  } catch {
    return wrong(`The upstream “${typed}” is not a URL. Type one that begins with ws:// or wss://.`)
  }
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    return wrong(`The upstream “${typed}” is not a WebSocket URL. Type one that begins with ws:// or wss://.`)
  }
  if (url.hash !== '') return wrong('A WebSocket URL has no fragment (RFC 6455, section 3). Remove the part from # on.')
  return ok(undefined)
}

export const tap: BehaviourType = {
  description: 'Passes frames on to another server, and its frames back, and shows both.',
  options: [{ kind: 'text', name: 'upstream', label: 'Upstream URL', maxLength: 2_000, default: '' }],
  check: checkUpstream,
  begin: (stage, options) => new Tap(stage, options),
}
