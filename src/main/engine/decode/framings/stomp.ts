/**
 * STOMP 1.0 to 1.2 (stomp.github.io): a command, headers, an empty line, a body that ends with NUL. A lone end of line is
 * a heart-beat. `read` answers for one message, which may hold several frames.
 */
import type { Framed, Framing, Message } from '../message'

const COMMANDS = new Set([
  'ABORT',
  'ACK',
  'BEGIN',
  'COMMIT',
  'CONNECT',
  'CONNECTED',
  'DISCONNECT',
  'ERROR',
  'MESSAGE',
  'NACK',
  'RECEIPT',
  'SEND',
  'STOMP',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
])
const COMMAND_MAX_LENGTH = 11

const LF = 0x0a
const CR = 0x0d
const LAYER = 'STOMP'
/** Headers of one frame; brokers allow fewer. */
const HEADERS_MAX = 1_000

interface Frame {
  command: string
  headers: [name: string, value: string][]
  body: Buffer
  /** Where what follows it begins. */
  end: number
  isWhole: boolean
}

export const stomp: Framing = {
  read(message) {
    const { bytes } = message
    let at = skipEndsOfLine(bytes, 0)
    if (at === bytes.length) {
      return at === 0 || at > 2 ? undefined : { layer: LAYER, label: 'heart-beat', body: { kind: 'nothing' } }
    }
    const frame = readFrame(bytes, at)
    if (frame === undefined) return undefined
    at = skipEndsOfLine(bytes, frame.end)
    const framed = framedOf(frame)
    if (!frame.isWhole) return { ...framed, problem: 'This STOMP frame has no end: its NUL is missing.' }
    // Libraries send one frame a message; where more come at once, the first is shown, and that there are more.
    return at === bytes.length
      ? framed
      : { ...framed, label: `${framed.label}, and more`, problem: moreFollow(bytes, at) }
  },
}

/** Whether it can be nothing else: a command of STOMP in its first line, and the NUL. */
export function looksLikeStomp({ bytes }: Message): boolean {
  const end = bytes.subarray(0, COMMAND_MAX_LENGTH + 2).indexOf(LF)
  if (end < 0) return false
  const command = bytes.toString('latin1', 0, bytes[end - 1] === CR ? end - 1 : end)
  return COMMANDS.has(command) && bytes.indexOf(0) > end
}

function moreFollow(bytes: Buffer, at: number): string {
  return `${bytes.length - at} more bytes follow this STOMP frame in the same message; they are shown raw only.`
}

function framedOf({ command, headers, body }: Frame): Framed {
  const about = aboutOf(command, headers)
  return {
    layer: LAYER,
    label: about === undefined ? command : `${command} ${about}`,
    details: headers,
    body: body.length === 0 ? { kind: 'nothing' } : { kind: 'bytes', message: { bytes: body, isText: false } },
  }
}

function aboutOf(command: string, headers: Frame['headers']): string | undefined {
  const header = (name: string) => headers.find(([each]) => each === name)?.[1]
  switch (command) {
    case 'SEND':
    case 'MESSAGE':
    case 'SUBSCRIBE':
      return header('destination')
    case 'UNSUBSCRIBE':
    case 'ACK':
    case 'NACK':
      return header('id') ?? header('message-id')
    case 'RECEIPT':
      return header('receipt-id')
    case 'ERROR':
      return header('message')
    case 'BEGIN':
    case 'COMMIT':
    case 'ABORT':
      return header('transaction')
    default:
      return undefined
  }
}

function readFrame(bytes: Buffer, from: number): Frame | undefined {
  const commandEnd = bytes.subarray(from, from + COMMAND_MAX_LENGTH + 2).indexOf(LF)
  if (commandEnd < 0) return undefined
  const command = line(bytes, from, from + commandEnd)
  if (!COMMANDS.has(command)) return undefined
  // CONNECT and CONNECTED do not escape, to stay as they were in 1.0.
  const escapes = command !== 'CONNECT' && command !== 'CONNECTED'
  const headers: Frame['headers'] = []
  let at = from + commandEnd + 1
  for (;;) {
    const end = bytes.indexOf(LF, at)
    if (end < 0) return undefined
    const text = line(bytes, at, end)
    at = end + 1
    if (text === '') break
    const colon = text.indexOf(':')
    if (colon < 0 || headers.length === HEADERS_MAX) return undefined
    const [name, value] = [text.slice(0, colon), text.slice(colon + 1)]
    headers.push(escapes ? [unescaped(name), unescaped(value)] : [name, value])
  }
  const length = Number(headers.find(([name]) => name === 'content-length')?.[1] ?? Number.NaN)
  const end = Number.isSafeInteger(length) && length >= 0 ? at + length : bytes.indexOf(0, at)
  const isWhole = end >= 0 && bytes[end] === 0
  const bodyEnd = isWhole ? end : bytes.length
  return { command, headers, body: bytes.subarray(at, bodyEnd), end: isWhole ? end + 1 : bytes.length, isWhole }
}

function line(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('utf8', from, to > from && bytes[to - 1] === CR ? to - 1 : to)
}

function unescaped(text: string): string {
  const meaning: Readonly<Record<string, string>> = { r: '\r', n: '\n', c: ':', '\\': '\\' }
  return text.replace(/\\([rnc\\])/g, (_, letter: string) => meaning[letter] as string)
}

function skipEndsOfLine(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === LF || bytes[at] === CR) at++
  return at
}
