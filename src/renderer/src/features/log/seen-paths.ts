/** Which fields the newest messages of the log have, as the filter's language writes them. */
import type { FieldPath } from '../../../../shared/protocol/feed'
import { frameTypeOf } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'
import { useLive } from '../../state/live-store'
import { formatFieldPath } from '../../ui/field-path'

/** Messages looked at, and of those that are longer than a preview: each is a call. */
const MESSAGES_MAX = 20
const CALLS_MAX = 4
/** Parsed while a list opens. */
const MESSAGE_MAX_BYTES = 64 * 1024
const PATHS_MAX = 100
const DEPTH_MAX = 5
/** Of a list, its first: the others are alike. */
const ITEMS_MAX = 1

/** @returns each once, those of the newest message first */
export async function readSeenPaths(): Promise<string[]> {
  const rows = useLive.getState().window?.rows.filter(({ kind, byteLength }) => {
    const type = frameTypeOf(kind)
    return (type === 'text' || type === 'binary') && byteLength <= MESSAGE_MAX_BYTES
  })
  const newest = (rows ?? []).slice(-MESSAGES_MAX).reverse()
  const paths = new Set<string>()
  let callCount = 0
  for (const { seq, preview, byteLength } of newest) {
    let bytes: Uint8Array | undefined = preview
    if (preview.byteLength < byteLength) {
      if (callCount++ >= CALLS_MAX) continue
      const frame = await call('frame.read', { seq })
      bytes = frame.ok && typeof frame.value.payload !== 'string' ? frame.value.payload : undefined
    }
    for (const path of pathsOf(parse(bytes))) if (paths.size < PATHS_MAX) paths.add(formatFieldPath(path))
  }
  return [...paths]
}

function parse(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** @returns those of a level before those beneath them */
export function pathsOf(message: unknown): FieldPath[] {
  const found: FieldPath[] = []
  let level: { path: FieldPath; value: unknown }[] = [{ path: [], value: message }]
  for (let depth = 0; depth <= DEPTH_MAX && level.length > 0 && found.length < PATHS_MAX; depth++) {
    const next: typeof level = []
    for (const { path, value } of level) {
      if (path.length > 0) found.push(path)
      if (Array.isArray(value)) {
        for (const [at, item] of value.slice(0, ITEMS_MAX).entries()) next.push({ path: [...path, at], value: item })
      } else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) next.push({ path: [...path, key], value: inner })
      }
    }
    level = next
  }
  return found.slice(0, PATHS_MAX)
}
