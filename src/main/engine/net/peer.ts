/** A client of a local server: a connection we accepted, and what a behaviour sees of it. */
import type { Result } from '../../../shared/failure'
import type { PeerSummary } from '../../../shared/protocol/feed'
import type { Mark } from '../../../shared/protocol/frame'
import type { FaultSettings } from '../../../shared/protocol/server-settings'
import type { Message, Peer } from '../behaviours/behaviour'
import type { AdmittedUser } from '../guards/auth'
import type { Connection } from './connection'
import { NO_CLOSE_FRAME, NO_STATUS } from './ending'
import { messageBytes } from './message-bytes'
import type { PeerFaults } from './peer-faults'
import type { Place } from './places'
import { type Vitals, vitalsFrom } from './vitals'

export class AcceptedPeer implements Peer {
  /** The other leg of a tap: it is not read faster than this peer takes, nor the other way round. */
  upstream: Connection | undefined
  /** What goes wrong on purpose; most clients have nothing of it. */
  faults: PeerFaults | undefined
  /** Its own, in place of its server's. */
  ownFaults: FaultSettings | undefined
  /** Messages either way. */
  messageCount = 0
  /** As `vital-signs.ts` last saw it. */
  readonly vitals: Vitals

  constructor(
    readonly connection: Connection,
    /** Given back when it leaves. */
    readonly place: Place,
    /** The how-manieth of this run of the server, from 0. */
    readonly ordinal: number,
    readonly remoteAddress: string,
    readonly connectedAtMs: number,
    /** As whom it came, and what that user may do now. */
    public admitted: AdmittedUser | undefined,
  ) {
    this.vitals = vitalsFrom(connectedAtMs)
  }

  get id(): number {
    return this.connection.id
  }

  get user(): string | undefined {
    return this.admitted?.name
  }

  get roundTripMs(): number | undefined {
    return this.connection.roundTrips.lastMs
  }

  send(message: string | Uint8Array, mark?: Mark): void {
    this.post(typeof message === 'string' ? 'text' : 'binary', messageBytes(message), mark)
  }

  sendText(bytes: Uint8Array, mark?: Mark): void {
    this.post('text', messageBytes(bytes), mark)
  }

  ping(payload?: Uint8Array): void {
    if (this.faults?.isHalfOpen === true) return
    if (payload === undefined) this.connection.ping()
    else this.connection.post('ping', messageBytes(payload))
  }

  pong(payload: Uint8Array): void {
    if (this.faults?.isHalfOpen !== true) this.connection.post('pong', messageBytes(payload))
  }

  post(type: 'text' | 'binary', payload: Buffer, mark?: Mark): void {
    this.messageCount++
    if (this.faults === undefined) this.postNow(type, payload, mark)
    else this.faults.send(type, payload, mark)
  }

  /** Past all faults. Cuts the peer when it lets too much pile up: nobody else shall wait for it. */
  postNow(type: 'text' | 'binary', payload: Buffer, mark?: Mark): void {
    this.connection.post(type, payload, this.onPosted, mark)
  }

  close(closeCode: number, reason = ''): void {
    if (closeCode === NO_CLOSE_FRAME) this.connection.terminate('The line was cut, as the upstream’s was.')
    else if (this.faults === undefined) this.closeNow(closeCode, reason)
    else this.faults.close(closeCode, reason)
  }

  /** Past all faults. An end that has begun is left to come about. */
  closeNow(closeCode: number, reason: string): void {
    if (closeCode === NO_STATUS) this.connection.closeWithoutStatus()
    else if (!this.connection.isClosing) this.connection.close(closeCode, reason)
  }

  stopReading(isStopped: boolean): void {
    this.connection.stopReading(isStopped, 'held')
  }

  recordUnsent({ bytes, isBinary }: Message): void {
    this.connection.recordUnsent(isBinary ? 'binary' : 'text', bytes)
  }

  /** It has said something; it is not read on while those it speaks to do not take what they get. */
  holdBack(): void {
    this.connection.holdBack()
    this.upstream?.holdBack(this.connection)
  }

  cutForNotReading(): void {
    this.connection.terminate('ERR_SEND_QUEUE_FULL: This client does not read what it is sent, so it was disconnected.')
  }

  summary(account: Pick<PeerSummary, 'receivedCount' | 'sentCount' | 'receivedBytes' | 'sentBytes'>): PeerSummary {
    const { id, remoteAddress, connectedAtMs, roundTripMs, user, ownFaults } = this
    const isHalfOpen = this.faults?.isHalfOpen ?? false
    return { id, remoteAddress, connectedAtMs, roundTripMs, user, faults: ownFaults, isHalfOpen, ...account }
  }

  private readonly onPosted = (posted: Result<void>) => {
    if (!posted.ok && posted.error.code === 'ERR_SEND_QUEUE_FULL') this.cutForNotReading()
  }
}
