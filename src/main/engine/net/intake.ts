/**
 * What a client's message goes through before the behaviour has it: its rate, whether its sender may publish, the schema. What is
 * wrong is said to the client, and stands in the log with a mark and a reason.
 */
import { assertNever } from '../../../shared/assert-never'
import type { Mark } from '../../../shared/protocol/frame'
import type { LimitSettings, ValidationSettings } from '../../../shared/protocol/server-settings'
import type { Message } from '../behaviours/behaviour'
import type { Clock } from '../clock'
import { MessageRate } from '../guards/message-rate'
import type { Invalid, Validate } from '../guards/validation'
import { NoteAllowance } from './note-allowance'
import type { AcceptedPeer } from './peer'

export interface IntakeRules {
  limits: LimitSettings
  validate: Validate | undefined
  whenInvalid: ValidationSettings['whenInvalid']
}

/** What is kept of a client that has said something. */
interface Sender {
  rate: MessageRate
  notes: NoteAllowance
}

export class Intake {
  private readonly senders = new WeakMap<AcceptedPeer, Sender>()

  constructor(
    private rules: IntakeRules,
    private readonly now: Clock,
    private readonly pass: (peer: AcceptedPeer, message: Message) => void,
  ) {}

  /** From now on; counts of messages begin anew. */
  configure(rules: IntakeRules, peers: Iterable<AcceptedPeer>): void {
    this.rules = rules
    for (const peer of peers) {
      const sender = this.senders.get(peer)
      if (sender !== undefined) sender.rate = new MessageRate(rules.limits.messagesPerSecond)
    }
  }

  /** @param mark what a fault did to it on the way */
  take(peer: AcceptedPeer, type: 'text' | 'binary', bytes: Buffer, mark: Mark | undefined): void {
    const { connection } = peer
    peer.messageCount++
    const sender = this.senderOf(peer)
    // What comes behind our close frame is not taken any more.
    if (mark === 'dropped' || connection.state.name !== 'open' || !this.isWithinRate(peer, sender)) {
      connection.recordReceived(type, bytes, 'dropped')
      return
    }
    if (peer.admitted?.mayPublish === false) {
      connection.recordReceived(type, bytes, 'dropped')
      this.refuse(peer, sender, `${peer.admitted.name} may only listen: this message was not passed on.`)
      return
    }
    const message = { bytes, isBinary: type === 'binary' }
    const invalid = this.rules.validate?.(message)
    connection.recordReceived(type, bytes, invalid === undefined ? mark : 'invalid')
    if (invalid !== undefined && !this.isTolerated(peer, sender, invalid)) return
    this.pass(peer, message)
    peer.holdBack()
  }

  private isWithinRate(peer: AcceptedPeer, { rate }: Sender): boolean {
    const verdict = rate.take(this.now())
    if (verdict === 'fine') return true
    const { messagesPerSecond } = this.rules.limits
    const limit = `${messagesPerSecond.toLocaleString('en')} messages a second`
    if (verdict === 'warn') {
      peer.connection.log(`Limit: more than ${limit}. The client was warned.`, 'noted')
      const message = `You may send ${limit}. Send fewer, or you will be disconnected.`
      peer.send(JSON.stringify({ type: 'warning', message }))
      return true
    }
    peer.connection.log(`Limit: still more than ${limit}. The client was closed.`, 'noted')
    peer.connection.close(1008, `More than ${limit}`)
    return false
  }

  /** @returns whether the behaviour gets it nevertheless */
  private isTolerated(peer: AcceptedPeer, { notes }: Sender, { closeCode, message, errors }: Invalid): boolean {
    const { whenInvalid } = this.rules
    notes.tell(this.now(), (more) => peer.connection.log(`Invalid: ${message}${more}`, 'noted'))
    switch (whenInvalid) {
      case 'flag':
        return true
      case 'answer':
        // To every one: who sends it waits for it.
        peer.send(JSON.stringify({ type: 'error', message, errors }))
        return false
      case 'close':
        peer.close(closeCode, 'Invalid message')
        return false
      default:
        return assertNever(whenInvalid)
    }
  }

  private refuse(peer: AcceptedPeer, { notes }: Sender, message: string): void {
    notes.tell(this.now(), (more) => {
      peer.connection.log(`Refused: ${message}${more}`, 'noted')
      peer.send(JSON.stringify({ type: 'error', message }))
    })
  }

  private senderOf(peer: AcceptedPeer): Sender {
    let sender = this.senders.get(peer)
    if (sender === undefined) {
      sender = { rate: new MessageRate(this.rules.limits.messagesPerSecond), notes: new NoteAllowance() }
      this.senders.set(peer, sender)
    }
    return sender
  }
}
