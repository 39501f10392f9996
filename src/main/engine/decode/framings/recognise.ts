/**
 * Which framing a message is of. What was negotiated or asked for tells best; without, only first bytes that can hardly be
 * anything else: a message with a wrong name is worse than one without.
 */
import type { Decoding } from '../../../../shared/protocol/connection-settings'
import type { Framing, Message } from '../message'
import { graphqlWs } from './graphql-ws'
import { jsonRpc, looksLikeJsonRpc } from './json-rpc'
import { looksLikeMqtt, mqtt } from './mqtt'
import { phoenix } from './phoenix'
import { signalr } from './signalr'
import { socketIo } from './socket-io'
import { looksLikeStomp, stomp } from './stomp'

export type FramingName = Exclude<Decoding['framing'], 'auto' | 'none'>

export const framings: Readonly<Record<FramingName, Framing>> = {
  'socket.io': socketIo,
  signalr,
  stomp,
  'graphql-ws': graphqlWs,
  'json-rpc': jsonRpc,
  mqtt,
  phoenix,
}

const CURLY = 0x7b
const SQUARE = 0x5b
const RECORD_SEPARATOR = 0x1e

/** By subprotocol (as registered with IANA, or as the protocol's own text has it), else by the URL that its library makes. */
export function framingOf(subprotocol: string, path: string): FramingName | undefined {
  const name = subprotocol.toLowerCase()
  if (name === 'mqtt' || name === 'mqttv3.1') return 'mqtt'
  if (/^v1[0-2]\.stomp$/.test(name)) return 'stomp'
  if (name === 'graphql-transport-ws' || name === 'graphql-ws') return 'graphql-ws'
  if (/^(?:jsonrpc|json-rpc)(?:-?2\.0)?$/.test(name)) return 'json-rpc'
  if (/[?&]EIO=[34](?:&|$)/.test(path)) return 'socket.io'
  if (/\/websocket\?(?:.*&)?vsn=[12]\.\d+\.\d+(?:&|$)/.test(path)) return 'phoenix'
  return undefined
}

/** By the message alone. Takes a microsecond where nothing is recognised, as with most there are. */
export function sniff(message: Message): FramingName | undefined {
  const { bytes, isText } = message
  const first = bytes[0]
  if (first === CURLY || first === SQUARE) {
    if (bytes.at(-1) === RECORD_SEPARATOR) return 'signalr'
    return isText && looksLikeJsonRpc(message) ? 'json-rpc' : undefined
  }
  if (looksLikeMqtt(message)) return 'mqtt'
  if (looksLikeStomp(message)) return 'stomp'
  // Its length, and an array of few that begins with a type.
  return !isText && looksLikeHub(bytes) ? 'signalr' : undefined
}

function looksLikeHub(bytes: Buffer): boolean {
  let at = 0
  while (at < 4 && (bytes[at] as number) >= 0x80) at++
  const head = bytes[at + 1] as number
  const type = bytes[at + 2] as number
  return bytes.length > at + 2 && head >= 0x91 && head <= 0x97 && type >= 1 && type <= 9
}
