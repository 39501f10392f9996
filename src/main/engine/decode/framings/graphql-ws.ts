/**
 * GraphQL over WebSocket: `graphql-transport-ws` (github.com/enisdenjo/graphql-ws, PROTOCOL.md) and what was before it,
 * confusingly `graphql-ws` (github.com/apollographql/subscriptions-transport-ws, PROTOCOL.md). Both are told apart by
 * subprotocol, and for a label that is not needed.
 */
import type { Framing } from '../message'
import { isObject, jsonOf } from './json-frame'

const TYPES = new Set([
  'connection_init',
  'connection_ack',
  'ping',
  'pong',
  'subscribe',
  'next',
  'error',
  'complete',
  // The older one's.
  'connection_error',
  'connection_terminate',
  'ka',
  'start',
  'data',
  'stop',
])
const OPERATION = /\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/
/** A query's name stands at its beginning, but for fragments. */
const NAME_WITHIN = 2_000

export const graphqlWs: Framing = {
  read(message, { subprotocol }) {
    const content = jsonOf(message)
    if (content === undefined || !isObject(content.value)) return undefined
    const { type, payload } = content.value
    if (typeof type !== 'string' || !TYPES.has(type)) return undefined
    const operation = type === 'subscribe' || type === 'start' ? operationOf(payload) : undefined
    return {
      layer: subprotocol === 'graphql-ws' ? 'graphql-ws' : 'graphql-transport-ws',
      label: operation === undefined ? type : `${type} ${operation}`,
      body: content,
    }
  },
}

function operationOf(payload: unknown): string | undefined {
  if (!isObject(payload)) return undefined
  if (typeof payload.operationName === 'string' && payload.operationName !== '') return payload.operationName
  return typeof payload.query === 'string' ? OPERATION.exec(payload.query.slice(0, NAME_WITHIN))?.[1] : undefined
}
