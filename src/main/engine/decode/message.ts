/** What goes through the decoders, from bytes to something that can be read, and the words they share. */
import type { Failure } from '../../../shared/failure'
import type { Direction } from '../../../shared/protocol/frame'

/** A message, or the part of one that a framing carries. */
export interface Message {
  bytes: Buffer
  /** Its frame was a text frame, or its framing says that it is text. */
  isText: boolean
}

/** What can be read. */
export type Content =
  /** `text` where the value came as JSON: its digits and its order are those that were sent. */
  { kind: 'json'; value: unknown; text?: string } | { kind: 'text'; text: string }

/** What is within a frame of a protocol. */
export type Body = Content | { kind: 'bytes'; message: Message } | { kind: 'nothing' }

/** A frame of a protocol, recognised. */
export interface Framed {
  /** The protocol, with its version where that shows: `MQTT 5`. */
  layer: string
  /** What the protocol calls the frame, and what it is about: `PUBLISH prices/ACME`. */
  label: string
  /** What its envelope says besides, in the envelope's words. */
  details?: [name: string, value: string][]
  body: Body
  /** What is wrong with it although it was recognised, in a sentence. */
  problem?: string
}

/** What is known of the connection that a message came over. */
export interface Surroundings {
  direction: Direction
  /** What it negotiated; nothing for none. */
  subprotocol: string
  /** The path and query that were asked for. */
  path: string
  /** What was seen of the connection in frames that were decoded already. */
  seen: Seen
  /** Messages before it of the same connection and direction, the newest first, as far back as is cheap. */
  earlier?: Earlier | undefined
}

export type Earlier = () => Iterable<Buffer>

export interface Seen {
  /** 5 or 4 (which is 3.1.1); 3 is 3.1. Said by CONNECT alone. */
  mqttVersion?: 3 | 4 | 5
}

export interface Framing {
  /** @returns undefined for what is no frame of this protocol */
  read(message: Message, surroundings: Surroundings): Framed | undefined
}

/** A message as its decoders read it, before it is made text for a window. */
export interface Reading {
  /** What was taken off or recognised, outermost first. */
  layers: string[]
  label: string
  details: [name: string, value: string][]
  content?: Content
  problem?: Failure
}
