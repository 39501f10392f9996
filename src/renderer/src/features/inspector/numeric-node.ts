/** Which values of a message a series can draw: `shared/protocol/field.ts` reads them the same way. */
import { type JsonDocument, type JsonNode, readString } from './json-document'

/** Longer is a text of digits, and not worth reading for each row. */
const NUMERIC_MAX_LENGTH = 400

/** A number, or a number in quotes, as feeds send those whose digits matter. */
export function isNumeric(document: JsonDocument, node: JsonNode): boolean {
  const { kind, startAt, endAt } = node
  if (endAt - startAt > NUMERIC_MAX_LENGTH) return false
  if (kind === 'number') return Number.isFinite(Number(document.source(node)))
  if (kind !== 'string') return false
  const said = readString(document.text, startAt, endAt)
  return said.trim() !== '' && Number.isFinite(Number(said))
}
