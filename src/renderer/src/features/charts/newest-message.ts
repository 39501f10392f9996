/** Reads the newest message of a connection that the log has in sight, to see what fields it has. */
import { directionOf, frameTypeOf } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'
import { useLive } from '../../state/live-store'

/** Larger messages take longer to parse than anybody waits for a menu. */
const PARSED_MAX_BYTES = 1024 * 1024

/** @returns the parsed message; undefined where there is none, or it is no JSON */
export async function readNewestMessage(connectionId: number): Promise<unknown> {
  const row = useLive.getState().window?.rows.findLast((each) => {
    const { kind, byteLength } = each
    const isText = frameTypeOf(kind) === 'text' && directionOf(kind) === 'received'
    return isText && each.connectionId === connectionId && byteLength <= PARSED_MAX_BYTES
  })
  if (row === undefined) return undefined
  const frame = await call('frame.read', { seq: row.seq })
  if (!frame.ok || typeof frame.value.payload === 'string') return undefined
  try {
    return JSON.parse(new TextDecoder().decode(frame.value.payload))
  } catch {
    return undefined
  }
}
