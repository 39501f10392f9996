/** Tells the engine what the log's rows show besides their frames: the desk's columns and colours. */
import { parsePath } from '../../../shared/filter/parse-field'
import type { FieldPath } from '../../../shared/protocol/feed'
import { call, on } from '../bridge'
import { useDesk } from './desk-store'
import { notifyFailure } from './notices'

/** @returns the unsubscribe */
export function followDecorations(): () => void {
  void decorate()
  const unsubscribes = [
    useDesk.subscribe(({ columns, colours }, before) => {
      if (columns !== before.columns || colours !== before.colours) void decorate()
    }),
    on('engine.restarted', () => void decorate()),
  ]
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
}

async function decorate(): Promise<void> {
  const { columns, colours } = useDesk.getState()
  const decorated = await call('log.decorate', { columns: columns.map(({ path }) => pathOf(path)), colours })
  if (!decorated.ok) notifyFailure(decorated.error)
}

/** One that cannot be read, as a workspace written by hand may have, leads to nothing: its cells are empty. */
function pathOf(text: string): FieldPath {
  const path = parsePath(text)
  return path.ok ? path.value : [text]
}
