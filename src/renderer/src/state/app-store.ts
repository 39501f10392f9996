/** What the user set: where he is, what he filters, what he selected. Ticks live elsewhere (`live-store.ts`). */
import { create } from 'zustand'
import { everything, type Filter } from '../../../shared/filter/filter'
import type { Theme } from '../../../shared/ipc/contract'
import type { Scope } from '../../../shared/protocol/feed'
import { joinedByAnd } from './filter-join'

/** What the sidebar has selected: something that is there, or a form for something new. */
export type Place = Scope | { kind: 'new-connection' } | { kind: 'new-server' }

export const tabs = ['Message', 'Handshake', 'Charts', 'Health', 'Clients', 'Held', 'Setup'] as const
export type Tab = (typeof tabs)[number]

/**
 * The tabs a place has; what is about one server or connection only is not shown elsewhere.
 * @param isTap whether the place is a server that passes frames on: only it holds any
 * @param isPeer whether it is a client of a local server, which nobody here set up
 */
export function tabsOf(place: Place, isTap = false, isPeer = false): Tab[] {
  return tabs.filter((tab) => {
    switch (tab) {
      case 'Clients':
        return place.kind === 'server'
      case 'Held':
        return isTap
      case 'Setup':
        return place.kind !== 'all' && !isPeer
      default:
        return true
    }
  })
}

export interface AppState {
  place: Place
  filter: Filter
  tab: Tab
  /** Shown again in a place that lacks the present one. */
  tabElsewhere: Tab
  /** Of the row shown in the Message tab. */
  selectedSeq: number | undefined
  theme: Theme
}

export const useApp = create<AppState>(() => ({
  place: { kind: 'all' },
  filter: everything,
  tab: 'Message',
  tabElsewhere: 'Charts',
  selectedSeq: undefined,
  theme: 'system',
}))

export function goTo(place: Place): void {
  useApp.setState((state) => {
    const kept = tabsOf(place, place.kind === 'server').includes(state.tab) ? state.tab : state.tabElsewhere
    // What is yet to be set up has no messages, clients or handshake to show.
    const tab = place.kind === 'new-server' || place.kind === 'new-connection' ? 'Setup' : kept
    return { place, tab, selectedSeq: undefined }
  })
}

export function showTab(tab: Tab): void {
  const isEverywhere = tabsOf({ kind: 'all' }).includes(tab)
  useApp.setState(isEverywhere ? { tab, tabElsewhere: tab } : { tab })
}

export function select(selectedSeq: number | undefined): void {
  useApp.setState({ selectedSeq })
}

/** A text counts `time>-5m` from now, whatever else changes later. */
export function changeFilter(change: Partial<Filter>): void {
  if (change.text !== undefined) change = { ...change, typedAtMs: Date.now() }
  useApp.setState(({ filter }) => ({ filter: { ...filter, ...change } }))
}

/** Beside what is filtered by already: both are to hold. */
export function filterAlsoBy(term: string): void {
  const { text } = useApp.getState().filter
  changeFilter({ text: joinedByAnd(text, term) })
}

/** The scope of a place: a form shows everything beneath it. */
export function scopeOf(place: Place): Scope {
  return place.kind === 'new-connection' || place.kind === 'new-server' ? { kind: 'all' } : place
}

/** The connection a place is about, if it is about one. */
export function connectionIdOf(place: Place): number | undefined {
  return place.kind === 'connection' ? place.id : undefined
}

export function serverIdOf(place: Place): number | undefined {
  return place.kind === 'server' ? place.id : undefined
}
