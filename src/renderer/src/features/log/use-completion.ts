/** The list of completions at the filter box: when it opens, which of it is chosen, what the keys do. */
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { useDesk } from '../../state/desk-store'
import { connectionName, serverName } from '../../state/names'
import { useWorkspace } from '../../state/workspace-store'
import { type CompletionSources, completionsAt, type Option } from './completion'
import { useFilterHistory } from './filter-history'
import { readSeenPaths } from './seen-paths'

export interface Completion {
  options: readonly Option[]
  /** -1: none. */
  chosen: number
  /** After what was typed. */
  follow(text: string, cursor: number): void
  /** The fields that there are may have changed. */
  refresh(): void
  close(): void
  accept(option: Option): void
  /** @returns whether the key was for the list */
  onKey(event: KeyboardEvent<HTMLInputElement>): boolean
}

/** @param setText types for the user */
export function useCompletion(box: RefObject<HTMLInputElement | null>, setText: (text: string) => void): Completion {
  const [list, setList] = useState<{ options: readonly Option[]; chosen: number }>({ options: [], chosen: -1 })
  const paths = useRef<string[]>([])
  const close = () => setList({ options: [], chosen: -1 })

  const open = (text: string, cursor: number, isAsked: boolean) => {
    const { options, isLikely } = completionsAt(text, cursor, sourcesWith(paths.current), isAsked)
    setList({ options, chosen: isLikely && options.length > 0 ? 0 : -1 })
  }
  const ask = () => {
    const input = box.current
    if (input !== null) open(input.value, input.selectionStart ?? input.value.length, true)
  }
  const accept = ({ insert, from, to }: Option) => {
    const input = box.current
    if (input === null) return
    const text = input.value.slice(0, from) + insert + input.value.slice(to)
    const cursor = from + insert.length
    setText(text)
    // Once the text stands in the box.
    requestAnimationFrame(() => input.setSelectionRange(cursor, cursor))
    // A key wants its value, a field its comparison.
    if (/[:\s]$/.test(insert)) open(text, cursor, false)
    else close()
  }
  const move = (step: number) => {
    setList(({ options, chosen }) => {
      const next = chosen === -1 && step === -1 ? options.length - 1 : (chosen + step + options.length) % options.length
      return { options, chosen: next }
    })
  }
  return {
    ...list,
    close,
    accept,
    follow: (text, cursor) => open(text, cursor, false),
    refresh: () => {
      void readSeenPaths().then((seen) => {
        if (seen.length > 0) paths.current = seen
      })
    },
    onKey: (event) => {
      const { options, chosen } = list
      const isOpen = options.length > 0
      const option = options[chosen]
      if ((event.key === ' ' && event.ctrlKey) || (!isOpen && event.key === 'ArrowDown')) ask()
      else if (!isOpen) return false
      else if (event.key === 'ArrowDown') move(1)
      else if (event.key === 'ArrowUp') move(-1)
      else if (event.key === 'Escape') close()
      else if ((event.key === 'Enter' || event.key === 'Tab') && option !== undefined) accept(option)
      else return false
      event.preventDefault()
      return true
    },
  }
}

function sourcesWith(paths: readonly string[]): CompletionSources {
  const { connections, servers } = useWorkspace.getState()
  return {
    // A column is asked about more often than another field.
    paths: [...new Set([...useDesk.getState().columns.map(({ path }) => path), ...paths])],
    connectionNames: [...connections.map((each) => connectionName(each, servers)), ...servers.map(serverName)],
    saved: useDesk.getState().filters,
    recent: useFilterHistory.getState().texts,
  }
}
