/** What the user set in the inspector; it holds from message to message, and while other tabs are shown. */
import { create } from 'zustand'
import type { View } from './payload'
import { type Unfolding, untouched } from './tree-rows'

export interface InspectorState {
  /** Undefined until the user chose one: then each payload opens as it reads best. */
  view: View | undefined
  unfolding: Unfolding
}

export const useInspector = create<InspectorState>(() => ({ view: undefined, unfolding: untouched }))
