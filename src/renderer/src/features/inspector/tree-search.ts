/** Finds what a JSON tree says: keys and values that contain a text, in the order in which they stand. */

import { foldCase } from '../../../../shared/filter/fold-case'
import type { FieldPath } from '../../../../shared/protocol/feed'
import { type JsonDocument, type JsonNode, readString } from './json-document'

/** Values looked at: of a message with more the rest is not searched, and the window says so. */
export const SEARCHED_MAX = 200_000
/** Deeper nobody nests on purpose, and each level is a pass over all that is in it. */
export const SEARCHED_DEPTH_MAX = 200
/** Nobody walks through more. */
export const FOUND_MAX = 1_000

export interface Found {
  paths: FieldPath[]
  /** False where the message has more, or deeper, than is searched, or more matches than are kept. */
  isAll: boolean
}

/** @param text anything but empty; letters in either case */
export function searchTree(document: JsonDocument, text: string): Found {
  const wanted = foldCase(text)
  const paths: FieldPath[] = []
  let left = SEARCHED_MAX
  let isAll = true
  // A list of its own in place of recursion: a message may be nested as deep as it likes.
  const open: { node: JsonNode; path: FieldPath }[] = [{ node: document.root, path: [] }]
  while (open.length > 0) {
    const { node, path } = open.pop() as { node: JsonNode; path: FieldPath }
    if (left-- === 0 || paths.length === FOUND_MAX) return { paths, isAll: false }
    if (says(document, node, wanted)) paths.push(path)
    if (path.length === SEARCHED_DEPTH_MAX) {
      isAll = false
      continue
    }
    const children = document.children(node)
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at] as JsonNode
      open.push({ node: child, path: [...path, child.step ?? at] })
    }
  }
  return { paths, isAll }
}

function says(document: JsonDocument, node: JsonNode, wanted: string): boolean {
  if (typeof node.step === 'string' && foldCase(node.step).includes(wanted)) return true
  if (node.kind === 'object' || node.kind === 'array') return false
  const { text } = document
  const said = node.kind === 'string' ? readString(text, node.startAt, node.endAt) : document.source(node)
  return foldCase(said).includes(wanted)
}
