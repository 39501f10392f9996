/** What the user set: where he is, what he filters, what he selected. Ticks live elsewhere (`live-store.ts`). */
import { create } from 'zustand'
import { everything, type Filter } from '../../../shared/filter/filter'
import type { Theme } from '../../../shared/ipc/contract'
import type { Scope } from '../../../shared/protocol/feed'

/** What the sidebar has selected: something that is there, or a form for something new. */
export type Place = Scope | { kind: 'new-connection' } | { kind: 'new-server' }

export const tabs = ['Message', 'Handshake', 'Charts', 'Health', 'Clients', 'Held'] as const
export type Tab = (typeof tabs)[number]

/** Of a server only; a place that lacks them shows its charts instead. */
const serverTabs: ReadonlySet<Tab> = new Set<Tab>(['Clients', 'Held'])

export interface AppState {
  place: Place
  filter: Filter
  tab: Tab
  /** Of the row shown in the Message tab. */
  selectedSeq: number | undefined
  theme: Theme
}

export const useApp = create<AppState>(() => ({
  place: { kind: 'all' },
  filter: everything,
  tab: 'Message',
  selectedSeq: undefined,
  theme: 'system',
}))

export function goTo(place: Place): void {
  useApp.setState((state) => {
    const isServer = place.kind === 'server'
    const tab = serverTabs.has(state.tab) && !isServer ? 'Charts' : state.tab
    return { place, tab, selectedSeq: undefined }
  })
}

/** @param isTap whether the place is a server that passes frames on: only it holds any */
export function tabsOf(place: Place, isTap: boolean): Tab[] {
  return tabs.filter((tab) => (tab === 'Held' ? isTap : place.kind === 'server' || !serverTabs.has(tab)))
}

export function showTab(tab: Tab): void {
  useApp.setState({ tab })
}

export function select(selectedSeq: number | undefined): void {
  useApp.setState({ selectedSeq })
}

export function changeFilter(change: Partial<Filter>): void {
  useApp.setState(({ filter }) => ({ filter: { ...filter, ...change } }))
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
