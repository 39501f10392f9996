/** What is asked of a tap: to hold frames, and what becomes of those it holds. */
import { fail, ok, type Result } from '../../../shared/failure'
import type { HeldFrames } from '../behaviours/held-frames'
import type { Parts } from '../parts'
import type { CallsOf } from './calls-of'

export function tapCalls(parts: Parts): CallsOf<'tap'> {
  const { servers } = parts
  const withHeld = <T>(id: number, act: (held: HeldFrames) => Result<T>): Result<T> => {
    const held = servers.running(id)?.held
    return held === undefined ? fail('ERR_NOT_FOUND', 'Only a tap that runs holds frames. Start it.') : act(held)
  }
  return {
    'tap.hold': ({ id, directions }) => withHeld(id, (held) => ok(held.hold(directions))),
    'tap.held': ({ id }) => withHeld(id, (held) => ok({ directions: [...held.directions], frames: held.list() })),
    'tap.read': ({ id, heldId }) => withHeld(id, (held) => held.read(heldId)),
    'tap.release': ({ id, heldIds, payload }) =>
      withHeld(id, (held) => held.release(heldIds, payload === undefined ? undefined : Buffer.from(payload))),
    'tap.drop': ({ id, heldIds }) => withHeld(id, (held) => ok(held.drop(heldIds))),
  }
}
