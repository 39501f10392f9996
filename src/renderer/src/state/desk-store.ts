/** What the user keeps beside connections and servers, as the shell last told it; a change shows at once and is then written. */
import { create } from 'zustand'
import { type Desk, type DeskChange, emptyDesk } from '../../../shared/protocol/desk'
import { call, on } from '../bridge'
import { notifyFailure } from './notices'

export const useDesk = create<Desk>(() => emptyDesk())

/** @returns the unsubscribe */
export function followDesk(): () => void {
  const unsubscribe = on('desk.changed', (desk) => useDesk.setState(desk))
  void call('desk.read', {}).then((read) => {
    if (read.ok) useDesk.setState(read.value)
  })
  return unsubscribe
}

/** A part that is given replaces that part. A failure is told. */
export async function changeDesk(change: DeskChange): Promise<void> {
  // What is absent is not a change; an undefined part would take the present one away.
  const given = Object.fromEntries(Object.entries(change).filter(([, part]) => part !== undefined))
  useDesk.setState(given)
  const written = await call('desk.write', change)
  if (!written.ok) notifyFailure(written.error)
}
