/** A file that the engine is to read: only its path comes here. */
import type { Result } from '../../../../shared/failure'
import { call } from '../../bridge'

/** @returns nothing where the user thought better of it */
export async function chooseFile(title: string, extensions: string[]): Promise<Result<string | undefined>> {
  const chosen = await call('file.choose', { title, extensions })
  return chosen.ok ? { ok: true, value: chosen.value?.path } : chosen
}
