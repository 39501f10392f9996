/** What the user set in the inspector; it holds from message to message, and while other tabs are shown. */
import { create } from 'zustand'
import { type Unfolding, untouched } from './tree-rows'

export const useInspector = create<{ unfolding: Unfolding }>(() => ({ unfolding: untouched }))
