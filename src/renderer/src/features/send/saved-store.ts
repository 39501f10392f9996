/** Messages kept under a name, on this computer. The user chose to keep each; nothing else of the panel touches the disk. */
import * as v from 'valibot'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { type Draft, draftKinds } from './draft'

const SAVED_MAX = 200
/** Of all together: local storage ends at some five million characters. */
const SAVED_CONTENT_MAX = 2_000_000
const NAME_MAX = 80

export interface SavedMessage extends Draft {
  name: string
}

const stored = v.object({
  messages: v.array(v.object({ name: v.string(), kind: v.picklist(draftKinds), content: v.string() })),
})

export const useSaved = create<{ messages: readonly SavedMessage[] }>()(
  persist(() => ({ messages: [] as readonly SavedMessage[] }), {
    name: 'saved-messages',
    // What an older version or another hand wrote is not trusted.
    merge: (persisted, current) => {
      const parsed = v.safeParse(stored, persisted)
      return parsed.success ? parsed.output : current
    },
  }),
)

/**
 * Keeps a message; one of the same name is replaced.
 * @returns a sentence when there is no room for it
 */
export function saveMessage(name: string, { kind, content }: Draft): string | undefined {
  const message = { name: name.trim().slice(0, NAME_MAX), kind, content }
  const others = useSaved.getState().messages.filter((each) => each.name !== message.name)
  const messages = [...others, message].sort((a, b) => a.name.localeCompare(b.name))
  const length = messages.reduce((sum, each) => sum + each.content.length, 0)
  if (messages.length > SAVED_MAX) return `${SAVED_MAX} messages are saved already. Delete one you no longer need.`
  if (length > SAVED_CONTENT_MAX) return 'There is no room for a message of this size. Keep it in a file instead.'
  useSaved.setState({ messages })
  return undefined
}

export function deleteMessage(name: string): void {
  useSaved.setState(({ messages }) => ({ messages: messages.filter((each) => each.name !== name) }))
}
