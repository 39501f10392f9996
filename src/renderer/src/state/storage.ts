/** Limits of memory and disk, as the user sets them; and a word when the disk gives trouble, or no longer does. */
import type { StorageLimits } from '../../../shared/protocol/storage'
import { call } from '../bridge'
import { useLive } from './live-store'
import { notify, notifyFailure } from './notices'

/** @returns the unsubscribe */
export function followStorage(): () => void {
  return useLive.subscribe(({ pulse }, { pulse: previous }) => {
    const { trouble } = pulse.storage
    if (trouble?.code === previous.storage.trouble?.code) return
    if (trouble !== undefined) notifyFailure(trouble)
    else notify({ kind: 'info', message: 'The disk keeps up again: what no longer fits memory is kept whole.' })
  })
}

/** Takes effect at once, and for the next start. */
export async function changeLimits(limits: StorageLimits): Promise<void> {
  const configured = await call('storage.configure', { limits })
  if (!configured.ok) return notifyFailure(configured.error)
  const kept = await call('storage.keep', { limits })
  if (!kept.ok) notifyFailure(kept.error)
}
