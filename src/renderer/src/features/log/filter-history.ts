/** The last filters that were applied and left standing, on this computer. */
import * as v from 'valibot'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

const HISTORY_MAX = 20

const stored = v.object({ texts: v.array(v.string()) })

export const useFilterHistory = create<{ texts: readonly string[] }>()(
  persist(() => ({ texts: [] as readonly string[] }), {
    name: 'filter-history',
    // What an older version or another hand wrote is not trusted.
    merge: (persisted, current) => {
      const parsed = v.safeParse(stored, persisted)
      return parsed.success ? { texts: parsed.output.texts.slice(0, HISTORY_MAX) } : current
    },
  }),
)

/** The latest first, each once. */
export function rememberFilter(text: string): void {
  if (text.trim() === '') return
  useFilterHistory.setState(({ texts }) => ({
    texts: [text, ...texts.filter((each) => each !== text)].slice(0, HISTORY_MAX),
  }))
}
