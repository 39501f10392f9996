/** A client of a local server: a connection we accepted, and what a behaviour sees of it. */
import type { Result } from '../../../shared/failure'
import type { PeerSummary } from '../../../shared/protocol/feed'
import type { Peer } from '../behaviours/behaviour'
import type { Connection } from './connection'
import { messageBytes } from './message-bytes'

export class AcceptedPeer implements Peer {
  constructor(
    readonly connection: Connection,
    readonly remoteAddress: string,
    readonly connectedAtMs: number,
  ) {}

  get id(): number {
    return this.connection.id
  }

  get roundTripMs(): number | undefined {
    return this.connection.roundTripMs
  }

  send(message: string | Uint8Array): void {
    this.post(typeof message === 'string' ? 'text' : 'binary', messageBytes(message))
  }

  ping(): void {
    this.connection.ping()
  }

  close(closeCode: number, reason = ''): void {
    this.connection.close(closeCode, reason)
  }

  /** Cuts the peer when it lets too much pile up: nobody else shall wait for it. */
  post(type: 'text' | 'binary', payload: Buffer): void {
    this.connection.post(type, payload, this.onPosted)
  }

  private readonly onPosted = (posted: Result<void>) => {
    if (posted.ok || posted.error.code !== 'ERR_SEND_QUEUE_FULL') return
    this.connection.terminate('ERR_SEND_QUEUE_FULL: This client does not read what it is sent, so it was disconnected.')
  }

  summary(account: Omit<PeerSummary, 'id' | 'remoteAddress' | 'connectedAtMs' | 'roundTripMs'>): PeerSummary {
    const { id, remoteAddress, connectedAtMs, roundTripMs } = this
    return { id, remoteAddress, connectedAtMs, roundTripMs, ...account }
  }
}
