/** The books, always in sight: what was received and where it is now; how fast; how much memory. */
import type { Counters, Rate } from '../../../../shared/protocol/feed'
import { scopeOf, useApp } from '../../state/app-store'
import { type LiveState, useLive } from '../../state/live-store'
import { formatBytes, formatCount } from '../../ui/format'
import { Storage } from './storage'
import './status-bar.css'

const shown: readonly { name: keyof Counters; title: string }[] = [
  { name: 'received', title: 'Messages and control frames the sockets delivered: always stored + evicted + dropped' },
  { name: 'stored', title: 'Received frames that can be opened' },
  { name: 'evicted', title: 'Received frames the limits of memory and disk have pushed out, the oldest first' },
  { name: 'dropped', title: 'Received frames whose bytes could not be kept' },
  { name: 'sent', title: 'Messages and control frames sent' },
]

const none: Counters = { received: 0, stored: 0, evicted: 0, dropped: 0, sent: 0 }

export function StatusBar() {
  const place = useApp((state) => state.place)
  const counters = useLive((state) => state.window?.counters ?? none)
  const rate = useLive((state) => rateOf(state, scopeOf(place)))
  return (
    <footer className="status-bar">
      <div role="status" aria-label="Counters" aria-live="off" className="counters">
        {shown.map(({ name, title }) => (
          <span key={name} data-counter={name} data-value={counters[name]} title={title}>
            {name} <b>{formatCount(counters[name])}</b>
          </span>
        ))}
      </div>
      <span className="rate">
        <b>{formatCount(rate.messagesPerSecond)}</b> msg/s
      </span>
      <span className="rate">
        <b>{formatBytes(rate.bytesPerSecond)}</b>/s
      </span>
      <span className="spacer" />
      <Storage />
    </footer>
  )
}

const rest: Rate = { messagesPerSecond: 0, bytesPerSecond: 0 }

function rateOf({ pulse }: LiveState, scope: ReturnType<typeof scopeOf>): Rate {
  switch (scope.kind) {
    case 'all':
      return pulse.total
    case 'connection':
      return pulse.connections[scope.id] ?? rest
    case 'server':
      return pulse.servers[scope.id] ?? rest
  }
}
