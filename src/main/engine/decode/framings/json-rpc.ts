/** JSON-RPC 2.0 (jsonrpc.org/specification): `→ getUser #3` asks, `← #3` answers, `→ price` tells; and lists of them. */
import type { Framing, Message } from '../message'
import { isObject, jsonOf } from './json-frame'

/** Where the word stands in most messages; one that is larger is looked for no further. */
const SNIFFED_BYTES = 64 * 1024
const WORD = Buffer.from('"jsonrpc"')
/** Of a batch, how many a label names. */
const NAMED_MAX = 3

export const jsonRpc: Framing = {
  read(message) {
    const content = jsonOf(message)
    if (content === undefined) return undefined
    const { value } = content
    if (!Array.isArray(value)) {
      const label = labelOf(value)
      return label === undefined ? undefined : { layer: 'JSON-RPC', label, body: content }
    }
    const labels = value.map(labelOf)
    if (labels.length === 0 || labels.includes(undefined)) return undefined
    const more = labels.length > NAMED_MAX ? `, and ${labels.length - NAMED_MAX} more` : ''
    return { layer: 'JSON-RPC', label: `batch: ${labels.slice(0, NAMED_MAX).join(', ')}${more}`, body: content }
  },
}

export function looksLikeJsonRpc({ bytes }: Message): boolean {
  return (bytes.length <= SNIFFED_BYTES ? bytes : bytes.subarray(0, SNIFFED_BYTES)).includes(WORD)
}

function labelOf(value: unknown): string | undefined {
  if (!isObject(value) || value.jsonrpc !== '2.0') return undefined
  const { method, id, error } = value
  if (typeof method === 'string') return id === undefined ? `→ ${method}` : `→ ${method} #${text(id)}`
  if (isObject(error)) return `← #${text(id)} error ${text(error.code)} ${text(error.message)}`.trimEnd()
  return 'result' in value ? `← #${text(id)}` : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : value === null ? 'null' : ''
}
