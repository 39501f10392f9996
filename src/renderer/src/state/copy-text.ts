/** Puts text on the clipboard; the shell does it, since a page may not. */
import { call } from '../bridge'
import { notifyFailure } from './notices'

/** @returns whether it is there now; a failure is told */
export async function copyText(text: string): Promise<boolean> {
  const written = await call('clipboard.write', { text })
  if (!written.ok) notifyFailure(written.error)
  return written.ok
}
