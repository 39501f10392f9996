/**
 * The text of a rule's message, with placeholders: `{"id": {{json $.id}}, "at": "{{now}}"}`. Values are data: braces that come
 * with a message stay as they are, however often the text goes round.
 */
import { ok, type Result } from '../../../../shared/failure'
import { type Placeholder, parsePlaceholder, type RenderContext, unclosed } from './placeholder'

/** Some templates make much of little: `{{message}}` a hundred times, for every client of a broadcast. */
export const RENDERED_MAX_LENGTH = 1024 * 1024

export type Rendering = { kind: 'text'; text: string } | { kind: 'refused'; why: string }

export interface Template {
  readonly readsMessage: boolean
  /** Takes time that grows with the template and with what it writes, and no faster. */
  render(context: RenderContext): Rendering
}

type Part = string | Placeholder

/** A key of a path in quotes, which may contain what ends a placeholder. */
const QUOTED_KEY = /\[\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/y

export function compileTemplate(text: string): Result<Template> {
  const parts: Part[] = []
  let at = 0
  for (let bracesAt = text.indexOf('{{'); bracesAt !== -1; bracesAt = text.indexOf('{{', at)) {
    if (isEscaped(text, bracesAt)) {
      parts.push(text.slice(at, bracesAt - 1), '{{')
      at = bracesAt + 2
      continue
    }
    const end = closingBraces(text, bracesAt + 2)
    if (end === undefined) return unclosed(text.slice(bracesAt))
    const placeholder = parsePlaceholder(text.slice(bracesAt + 2, end))
    if (!placeholder.ok) return placeholder
    parts.push(text.slice(at, bracesAt), placeholder.value)
    at = end + 2
  }
  parts.push(text.slice(at))
  return ok(new PartsTemplate(parts.filter((part) => part !== '')))
}

/** A backslash before it makes it text. As in JSON, two are a backslash that escapes nothing; here they stay two. */
function isEscaped(text: string, bracesAt: number): boolean {
  let backslashes = 0
  while (text[bracesAt - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function closingBraces(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('}}', at)) return at
    QUOTED_KEY.lastIndex = at
    if (text[at] === '[' && QUOTED_KEY.test(text)) at = QUOTED_KEY.lastIndex - 1
  }
  return undefined
}

class PartsTemplate implements Template {
  readonly readsMessage: boolean
  private readonly parts: readonly Part[]

  constructor(parts: readonly Part[]) {
    this.parts = parts
    this.readsMessage = parts.some((part) => typeof part !== 'string' && part.readsMessage)
  }

  render(given: RenderContext): Rendering {
    const context = withOneSeq(given)
    const written: string[] = []
    let length = 0
    for (const part of this.parts) {
      const text = typeof part === 'string' ? part : write(part, context)
      if (text === undefined)
        return { kind: 'refused', why: 'A value in it is nested too deeply to be written as JSON.' }
      length += text.length
      if (length > RENDERED_MAX_LENGTH) {
        return { kind: 'refused', why: `It would be longer than ${RENDERED_MAX_LENGTH} characters.` }
      }
      written.push(text)
    }
    return { kind: 'text', text: written.join('') }
  }
}

/** A number is taken when a template first says it, and is the message's own, however often it says it. */
function withOneSeq(context: RenderContext): RenderContext {
  let seq: number | undefined
  return {
    ...context,
    takeSeq: () => {
      seq ??= context.takeSeq()
      return seq
    },
  }
}

/** @returns undefined for what JSON can be read from but not written to: a hundred thousand lists in one another */
function write(placeholder: Placeholder, context: RenderContext): string | undefined {
  const value = placeholder.value(context)
  if (!placeholder.asJson && typeof value === 'string') return value
  if (value === undefined) return placeholder.asJson ? 'null' : ''
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
