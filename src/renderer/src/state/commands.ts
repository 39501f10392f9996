/** Commands of the application menu, handed to whoever is on screen and knows what to do. */
import type { MenuCommand } from '../../../shared/ipc/contract'
import { on } from '../bridge'

/** @returns the unsubscribe */
export function onCommand(actions: Partial<Record<MenuCommand, () => void>>): () => void {
  return on('menu.command', (command) => actions[command]?.())
}
