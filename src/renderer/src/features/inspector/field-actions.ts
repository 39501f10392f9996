/** What can be done with a field of a message: copied, made a column or a series, filtered by. */
import type { FieldPath } from '../../../../shared/protocol/feed'
import { filterAlsoBy } from '../../state/app-store'
import { copyText } from '../../state/copy-text'
import { changeDesk, useDesk } from '../../state/desk-store'
import type { MenuEntry } from '../../ui/context-menu'
import { formatFieldPath } from '../../ui/field-path'
import { chartField } from './chart-field'
import { fieldFilter } from './field-filter'
import { type JsonDocument, type JsonNode, readString } from './json-document'
import { isNumeric } from './numeric-node'

const COLUMN_WIDTH_PX = 100

interface Field {
  document: JsonDocument
  node: JsonNode
  path: FieldPath
  /** Whose series it can be; undefined where none would see it. */
  connectionId: number | undefined
}

export function fieldEntries({ document, node, path, connectionId }: Field): MenuEntry[] {
  const name = formatFieldPath(path)
  const entries: MenuEntry[] = [
    { label: 'Copy path', act: () => void copyText(name) },
    { label: 'Copy value', act: () => void copyText(valueText(document, node)) },
  ]
  // By its path the one below is found.
  if (node.isShadowed) return entries
  entries.push('separator', { label: 'Make a column', act: () => makeColumn(name) })
  if (connectionId !== undefined && isNumeric(document, node)) {
    entries.push({ label: 'Make a series', act: () => void chartField(connectionId, document.text, path) })
  }
  entries.push({ label: 'Filter by this', act: () => filterAlsoBy(fieldFilter(document, node, name)) })
  return entries
}

/** What is pasted elsewhere: a string without its quotes, everything else as JSON. */
export function valueText(document: JsonDocument, node: JsonNode): string {
  return node.kind === 'string' ? readString(document.text, node.startAt, node.endAt) : document.source(node)
}

function makeColumn(path: string): void {
  const { columns } = useDesk.getState()
  if (columns.some((column) => column.path === path)) return
  void changeDesk({ columns: [...columns, { path, title: '', widthPx: COLUMN_WIDTH_PX }] })
}
