/**
 * JSON as a person would lay it out, and as git compares it best: every setting on a line of its own, in the order it is given,
 * but a short list of words on one line.
 */

/** A list of words no longer than this stays on one line. */
const LINE_MAX_LENGTH = 100

/** @returns the text without a line end behind it */
export function readableJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null)) {
      const line = `[${value.map((item) => readableJson(item)).join(', ')}]`
      if (line.length <= LINE_MAX_LENGTH) return line
    }
    return `[\n${value.map((item) => `${inner}${readableJson(item, inner)}`).join(',\n')}\n${indent}]`
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, each]) => `${inner}${JSON.stringify(key)}: ${readableJson(each, inner)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}
