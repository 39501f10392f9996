/**
 * A room: what one client says, all hear. Clients send plain text, `{"text": "…"}` or, to be called otherwise,
 * `{"name": "…"}`. All hear of it as `{"type", "name", "text"?, "time", "online"}`, where `name` is who did it, under the
 * name so far: a rename carries the new one as its text.
 */
import type { Behaviour, BehaviourType, Message, Peer, Stage } from './behaviour'
import { readJsonObject } from './json-object'
import { Refusals } from './refusals'

/** In UTF-16 units, as JavaScript counts. What is said goes to everybody, so both are short. */
export const NAME_MAX_LENGTH = 32
export const TEXT_MAX_LENGTH = 2_000

const USAGE = 'Send plain text, {"text": "…"} to say something or {"name": "…"} to be called otherwise.'

type EventType = 'join' | 'leave' | 'rename' | 'message'

class Chat implements Behaviour {
  private readonly stage: Stage
  private readonly refusals: Refusals
  private readonly names = new Map<Peer, string>()
  private guestCount = 0

  constructor(stage: Stage) {
    this.stage = stage
    this.refusals = new Refusals(stage)
  }

  onOpen(peer: Peer): void {
    const name = this.nextGuestName()
    this.names.set(peer, name)
    peer.send(JSON.stringify({ type: 'welcome', name, names: [...this.names.values()], ...this.circumstances() }))
    this.tell('join', name, undefined, peer)
  }

  onMessage(peer: Peer, message: Message): void {
    const refusal = this.take(peer, message)
    if (refusal !== undefined) this.refusals.send(peer, refusal)
  }

  onClose(peer: Peer): void {
    const name = this.nameOf(peer)
    this.names.delete(peer)
    this.tell('leave', name)
  }

  /** Like `say` and `rename` it answers why it did nothing, or undefined if it did. */
  private take(peer: Peer, message: Message): string | undefined {
    if (message.isBinary) return `Binary messages are not understood here. ${USAGE}`
    const object = readJsonObject(message)
    // Text that is no JSON object, `{-:` for one, is just something to say.
    if (object === undefined) return this.say(peer, message.bytes.toString())
    const { name, text } = object
    if (!isOptionalText(name) || !isOptionalText(text) || (name ?? text) === undefined) {
      return `That object is not understood here. ${USAGE}`
    }
    const refusal = name === undefined ? undefined : this.rename(peer, name)
    return text === undefined ? refusal : (refusal ?? this.say(peer, text))
  }

  private say(peer: Peer, text: string): string | undefined {
    if (text.trim() === '') return `An empty message is not passed on. ${USAGE}`
    if (text.length > TEXT_MAX_LENGTH) {
      return `The message is ${text.length} characters long and was not passed on; at most ${TEXT_MAX_LENGTH} are.`
    }
    this.tell('message', this.nameOf(peer), text)
    return undefined
  }

  private rename(peer: Peer, wanted: string): string | undefined {
    const before = this.nameOf(peer)
    const name = wanted.trim().replace(/\s+/g, ' ')
    if (name === before) return undefined
    if (name === '' || name.length > NAME_MAX_LENGTH) {
      return `A name has 1 to ${NAME_MAX_LENGTH} characters; you are still called ${before}.`
    }
    if (this.isTaken(name)) return `Somebody here is called ${name} already; you are still called ${before}.`
    this.names.set(peer, name)
    this.tell('rename', before, name)
    return undefined
  }

  private tell(type: EventType, name: string, text?: string, except?: Peer): void {
    this.stage.broadcast(JSON.stringify({ type, name, text, ...this.circumstances() }), except)
  }

  private circumstances(): { time: string; online: number } {
    return { time: new Date(this.stage.now()).toISOString(), online: this.names.size }
  }

  /** Guests are numbered as they come; a number that somebody chose as a name is passed over. */
  private nextGuestName(): string {
    let name: string
    do name = `guest ${++this.guestCount}`
    while (this.isTaken(name))
    return name
  }

  private isTaken(name: string): boolean {
    for (const taken of this.names.values()) if (taken === name) return true
    return false
  }

  private nameOf(peer: Peer): string {
    return this.names.get(peer) as string
  }
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string'
}

export const chat: BehaviourType = {
  description: 'Passes what one client says on to all, with names, joins and leaves.',
  options: [],
  begin: (stage) => new Chat(stage),
}
