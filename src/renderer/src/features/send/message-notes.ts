/**
 * What the engine says of a message before it is sent: how its variables are filled in, and whether it fits the connection's schema.
 * Asked a moment after the typing has stopped.
 */
import { useEffect, useState } from 'react'
import { isTemplate } from '../../../../shared/variables/fill'
import { call } from '../../bridge'
import { useConnection } from '../../state/workspace-store'

/** Between two words of somebody who types. */
const ASK_AFTER_MS = 250

export interface MessageNotes {
  /** Filled in, secrets hidden; undefined for a message without anything to fill in. */
  preview: string | undefined
  /** `{{names}}` that nothing is known of: they go out as they stand. */
  unknown: string[]
  /** Why it does not fit the schema. */
  schemaProblems: string[]
}

export const noNotes: MessageNotes = { preview: undefined, unknown: [], schemaProblems: [] }

/** @param text undefined for a message that is no text */
export function useMessageNotes(connectionId: number | undefined, text: string | undefined): MessageNotes {
  const schema = useConnection(connectionId)?.settings.validation.sent ?? ''
  const [notes, setNotes] = useState(noNotes)
  useEffect(() => {
    if (text === undefined || text === '' || (schema === '' && !isTemplate(text))) return setNotes(noNotes)
    let isStale = false
    const timer = setTimeout(() => {
      void readNotes(text, schema).then((read) => {
        if (!isStale) setNotes(read)
      })
    }, ASK_AFTER_MS)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [text, schema])
  return notes
}

/** Also asked once more when it is to be sent: the notes shown may be of a moment before. */
export async function readNotes(text: string, schema: string): Promise<MessageNotes> {
  const preview = isTemplate(text) ? await call('variables.preview', { text }) : undefined
  const filled = preview?.ok ? preview.value : undefined
  const checked = schema === '' ? undefined : await call('schema.check', { schema, text: filled?.text ?? text })
  return {
    preview: filled?.text,
    unknown: filled?.unknown ?? [],
    schemaProblems: checked?.ok ? checked.value.problems : checked === undefined ? [] : [checked.error.message],
  }
}
