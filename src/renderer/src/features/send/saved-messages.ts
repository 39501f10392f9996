/** Messages kept under a name, on the desk. The user chose to keep each; nothing else of the panel touches the disk. */
import type { SavedMessage } from '../../../../shared/protocol/desk'
import { changeDesk, useDesk } from '../../state/desk-store'
import type { Draft } from './draft'

const SAVED_MAX = 200
/** Of all together: the workspace is written whole whenever it changes. */
const SAVED_CONTENT_MAX = 2_000_000
const NAME_MAX = 80

/**
 * Keeps a message; one of the same name is replaced.
 * @returns a sentence when there is no room for it
 */
export function saveMessage(name: string, { kind, content }: Draft): string | undefined {
  const message: SavedMessage = { name: name.trim().slice(0, NAME_MAX), kind, content }
  const others = useDesk.getState().messages.filter((each) => each.name !== message.name)
  const messages = [...others, message].sort((a, b) => a.name.localeCompare(b.name))
  const length = messages.reduce((sum, each) => sum + each.content.length, 0)
  if (messages.length > SAVED_MAX) return `${SAVED_MAX} messages are saved already. Delete one you no longer need.`
  if (length > SAVED_CONTENT_MAX) return 'There is no room for a message of this size. Keep it in a file instead.'
  void changeDesk({ messages })
  return undefined
}

export function deleteMessage(name: string): void {
  void changeDesk({ messages: useDesk.getState().messages.filter((each) => each.name !== name) })
}
