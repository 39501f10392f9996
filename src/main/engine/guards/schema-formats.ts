/**
 * The formats of `ajv-formats`, made safe for texts that clients choose: none looks at a text without end, and `url`, whose
 * expression takes time that grows with the square of the text, is read by `URL`.
 */
import type { Format } from 'ajv'
import { type FormatName, fullFormats } from 'ajv-formats/dist/formats.js'

/** Of a text that has a format; longer ones do not fit it. URLs that work everywhere are no longer than 2,000. */
export const FORMAT_TEXT_MAX_LENGTH = 2_048
/** Base64 and what is not looked at: these may be long, and take time that grows with the text. */
const UNBOUNDED = new Set<string>(['byte', 'binary', 'password'])

export const formats: Record<string, Format> = {}
for (const name of Object.keys(fullFormats) as FormatName[]) {
  const format = name === 'url' ? isUrl : fullFormats[name]
  formats[name] = UNBOUNDED.has(name) ? format : bounded(format)
}

function bounded(format: Format): Format {
  if (typeof format === 'object' && 'validate' in format && format.type !== 'number') {
    return typeof format.validate === 'string' ? format : bounded(format.validate as Format)
  }
  if (format instanceof RegExp) return (text: string) => isShort(text) && format.test(text)
  if (typeof format === 'function') return (text: string) => isShort(text) && format(text)
  return format
}

function isShort(text: string): boolean {
  return text.length <= FORMAT_TEXT_MAX_LENGTH
}

function isUrl(text: string): boolean {
  try {
    return /^(?:https?|ftp):\/\/\S+$/i.test(text) && new URL(text).hostname !== ''
  } catch {
    return false
  }
}
