/** The desk: what the user keeps beside connections and servers. The shell has it; here is what it last told. */
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

async function readDesk(): Promise<void> {
  const desk = await call('desk.read', {})
  if (desk.ok) useDesk.setState(desk.value)
  else notifyFailure(desk.error)
}

/** Shown at once, then kept; that it could not be kept is told. */
export async function changeDesk(change: DeskChange): Promise<void> {
  useDesk.setState(change)
  const written = await call('desk.write', change)
  if (!written.ok) notifyFailure(written.error)
}
