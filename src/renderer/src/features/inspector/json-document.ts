/**
 * Finds where the values of a JSON text stand, without building them: a node is a range of the text. So a number keeps
 * its digits as written, a key that occurs twice is there twice, and of five megabytes only what is unfolded costs.
 */

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'atom'

export interface JsonNode {
  kind: JsonKind
  /** Of the value in the text; `endAt` is one past it. */
  startAt: number
  endAt: number
  /** The way here from the container: a key, an index; undefined for the root. */
  step: string | number | undefined
  /** The same key comes again further down: readers of JSON take that one. */
  isShadowed: boolean
}

const QUOTE = 0x22
const COMMA = 0x2c
const OPENING_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

export class JsonDocument {
  readonly root: JsonNode
  private readonly childrenOf = new Map<JsonNode, JsonNode[]>()

  /** @returns undefined unless the text is JSON */
  static read(text: string): JsonDocument | undefined {
    try {
      JSON.parse(text)
    } catch {
      return undefined
    }
    return new JsonDocument(text)
  }

  private constructor(readonly text: string) {
    this.root = this.nodeAt(skipSpace(text, 0), undefined)
  }

  /** The value as the message has it. */
  source({ startAt, endAt }: JsonNode): string {
    return this.text.slice(startAt, endAt)
  }

  /** @returns the same array each time; empty for what is no container */
  children(node: JsonNode): readonly JsonNode[] {
    let children = this.childrenOf.get(node)
    if (children === undefined) {
      children = node.kind === 'object' ? this.members(node) : node.kind === 'array' ? this.elements(node) : []
      this.childrenOf.set(node, children)
    }
    return children
  }

  private members(object: JsonNode): JsonNode[] {
    const { text } = this
    const members: JsonNode[] = []
    const latest = new Map<string, JsonNode>()
    let at = skipSpace(text, object.startAt + 1)
    while (text.charCodeAt(at) !== CLOSING_BRACE) {
      const keyEndAt = skipString(text, at)
      const key = readString(text, at, keyEndAt)
      const member = this.nodeAt(skipSpace(text, skipSpace(text, keyEndAt) + 1), key)
      const earlier = latest.get(key)
      if (earlier !== undefined) earlier.isShadowed = true
      latest.set(key, member)
      members.push(member)
      at = skipComma(text, member.endAt)
    }
    return members
  }

  private elements(array: JsonNode): JsonNode[] {
    const { text } = this
    const elements: JsonNode[] = []
    let at = skipSpace(text, array.startAt + 1)
    while (text.charCodeAt(at) !== CLOSING_BRACKET) {
      const element = this.nodeAt(at, elements.length)
      elements.push(element)
      at = skipComma(text, element.endAt)
    }
    return elements
  }

  private nodeAt(startAt: number, step: string | number | undefined): JsonNode {
    const { text } = this
    return { kind: kindOf(text.charCodeAt(startAt)), startAt, endAt: skipValue(text, startAt), step, isShadowed: false }
  }
}

/** @returns what a quoted string says */
export function readString(text: string, startAt: number, endAt: number): string {
  const inside = text.slice(startAt + 1, endAt - 1)
  return inside.includes('\\') ? (JSON.parse(text.slice(startAt, endAt)) as string) : inside
}

function kindOf(first: number): JsonKind {
  switch (first) {
    case OPENING_BRACE:
      return 'object'
    case OPENING_BRACKET:
      return 'array'
    case QUOTE:
      return 'string'
    case 0x66: // false
    case 0x6e: // null
    case 0x74: // true
      return 'atom'
    default:
      return 'number'
  }
}

// Below the text is known to be valid JSON: nothing is checked, and every value ends.

function skipSpace(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) <= 0x20) at++
  return at
}

function skipComma(text: string, from: number): number {
  const at = skipSpace(text, from)
  return text.charCodeAt(at) === COMMA ? skipSpace(text, at + 1) : at
}

function skipString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1)
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at + 1
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, quoteAt: number): boolean {
  let at = quoteAt - 1
  while (text.charCodeAt(at) === BACKSLASH) at--
  return (quoteAt - at) % 2 === 0
}

function skipValue(text: string, from: number): number {
  const first = text.charCodeAt(from)
  if (first === QUOTE) return skipString(text, from)
  if (first === OPENING_BRACE || first === OPENING_BRACKET) return skipContainer(text, from)
  let at = from + 1
  while (isOfScalar(text.charCodeAt(at))) at++
  return at
}

/** False at the end of the text, where the code is NaN. */
function isOfScalar(code: number): boolean {
  return code > 0x20 && code !== COMMA && code !== CLOSING_BRACE && code !== CLOSING_BRACKET
}

function skipContainer(text: string, from: number): number {
  let depth = 0
  let at = from
  do {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = skipString(text, at)
      continue
    }
    if (code === OPENING_BRACE || code === OPENING_BRACKET) depth++
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth--
    at++
  } while (depth > 0)
  return at
}
