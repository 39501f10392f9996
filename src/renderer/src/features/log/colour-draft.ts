/** A rule that is asked for elsewhere: its filter, until the form has it. */
import { create } from 'zustand'

export const useColourDraft = create<{ filter: string | undefined }>(() => ({ filter: undefined }))

/** Opens the form of colours with a filter that the user may still change. */
export function wantColourRule(filter: string): void {
  useColourDraft.setState({ filter })
}
