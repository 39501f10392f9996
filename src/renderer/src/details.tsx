/** Beneath the log: the tabs, each a feature of its own. */
import type { ComponentType, KeyboardEvent } from 'react'
import { assertNever } from '../../shared/assert-never'
import { ChartsTab } from './features/charts/charts-tab'
import { ConnectionSetupTab } from './features/connections/setup-tab'
import { HandshakeTab } from './features/inspector/handshake-tab'
import { HealthTab } from './features/inspector/health-tab'
import { MessageTab } from './features/inspector/message-tab'
import { ClientsTab } from './features/servers/clients-tab'
import { HeldTab } from './features/servers/held-tab'
import { SetupTab as ServerSetupTab } from './features/servers/setup-tab'
import { connectionIdOf, serverIdOf, showTab, type Tab, tabsOf, useApp } from './state/app-store'
import { useConnection, useServer } from './state/workspace-store'
import { formatCompact } from './ui/format'

const panes: Readonly<Record<Tab, ComponentType>> = {
  Message: MessageTab,
  Handshake: HandshakeTab,
  Charts: ChartsTab,
  Health: HealthTab,
  Clients: ClientsTab,
  Setup: SetupTab,
  Held: HeldTab,
}

export function Details() {
  const wanted = useApp((state) => state.tab)
  const place = useApp((state) => state.place)
  const server = useServer(serverIdOf(place))
  const isDialled = useConnection(connectionIdOf(place)) !== undefined
  const shown = tabsOf(place, server?.behaviour === 'tap', place.kind === 'connection' && !isDialled)
  // Another server, or this one begun anew, may hold nothing.
  const tab = shown.includes(wanted) ? wanted : 'Charts'
  const heldCount = server?.heldCount ?? 0
  const Pane = panes[tab]
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const next = shown[(shown.indexOf(tab) + step + shown.length) % shown.length] ?? tab
    showTab(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <section className="details" aria-label="Details">
      <div role="tablist" className="tabs" aria-label="Details" onKeyDown={onKeyDown}>
        {shown.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`tab-${each}`}
            aria-label={each}
            aria-description={each === 'Held' && heldCount > 0 ? `${heldCount} frames` : undefined}
            aria-selected={each === tab}
            aria-controls="details-pane"
            tabIndex={each === tab ? 0 : -1}
            className="tab"
            onClick={() => showTab(each)}
          >
            {each}
            {each === 'Held' && heldCount > 0 && <span className="tab-count">{formatCompact(heldCount)}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="details-pane" aria-labelledby={`tab-${tab}`} className="details-pane">
        <Pane />
      </div>
    </section>
  )
}

/** What a place can be told, if it can be told anything. */
function SetupTab() {
  const { kind } = useApp((state) => state.place)
  switch (kind) {
    case 'connection':
    case 'new-connection':
      return <ConnectionSetupTab />
    case 'server':
    case 'new-server':
      return <ServerSetupTab />
    case 'all':
      return null
    default:
      return assertNever(kind)
  }
}
