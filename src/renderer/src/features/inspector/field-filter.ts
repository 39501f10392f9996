/** The filter that a field of a message stands for: what is like this one, in the words of the filter box. */
import { type JsonDocument, type JsonNode, readString } from './json-document'

/** What is longer is told by its beginning: a filter has room for some hundred characters. */
const COMPARED_MAX_LENGTH = 200

/**
 * Of a value its equal, of a container that there is one.
 * @param name the path as text: `$.venue.city`
 */
export function fieldFilter(document: JsonDocument, node: JsonNode, name: string): string {
  switch (node.kind) {
    case 'object':
    case 'array':
      return name
    case 'string': {
      const said = readString(document.text, node.startAt, node.endAt)
      if (said.length <= COMPARED_MAX_LENGTH) return `${name} == ${JSON.stringify(said)}`
      return `${name} ~ ${JSON.stringify(beginningOf(said))}`
    }
    default:
      return `${name} == ${document.source(node)}`
  }
}

/** Whole characters of it. */
function beginningOf(text: string): string {
  return text.slice(0, COMPARED_MAX_LENGTH).replace(/[\ud800-\udbff]$/, '')
}
