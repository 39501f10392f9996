/** What the user keeps beside connections and servers, as the shell last told: environments, saved things, columns, colours. */
import { create } from 'zustand'
import { type Desk, type DeskChange, emptyDesk } from '../../../shared/protocol/desk'
import { call, on } from '../bridge'
import { notifyFailure } from './notices'

export const useDesk = create<Desk>(() => emptyDesk())

/** @returns the unsubscribe */
export function followDesk(): () => void {
  const unsubscribe = on('desk.changed', (desk) => useDesk.setState(desk))
  void readDesk()
  return unsubscribe
}

/** Shown at once; a part that is given replaces that part. */
export async function changeDesk(change: DeskChange): Promise<void> {
  useDesk.setState(change as Partial<Desk>)
  const written = await call('desk.write', change)
  if (!written.ok) notifyFailure(written.error)
}

async function readDesk(): Promise<void> {
  const desk = await call('desk.read', {})
  if (desk.ok) useDesk.setState(desk.value)
  else notifyFailure(desk.error)
}
