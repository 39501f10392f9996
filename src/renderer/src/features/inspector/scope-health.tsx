/** The readings of everything, or of a server with all its clients. */
import { assertNever } from '../../../../shared/assert-never'
import type { Scope } from '../../../../shared/protocol/feed'
import { useLive } from '../../state/live-store'
import { useServer, useWorkspace } from '../../state/workspace-store'
import { formatCount } from '../../ui/format'
import { HealthGroup, Reading } from './health-group'
import { RateReadings } from './rate-readings'

type WideScope = Exclude<Scope, { kind: 'connection' }>

export function ScopeHealth({ scope }: { scope: WideScope }) {
  const rate = useLive(({ pulse }) => (scope.kind === 'all' ? pulse.total : pulse.servers[scope.id]))
  const received = useLive(({ window }) => window?.counters.received ?? 0)
  const sent = useLive(({ window }) => window?.counters.sent ?? 0)
  return (
    <>
      {overviewOf(scope)}
      <HealthGroup title="Traffic">
        <RateReadings rate={rate} />
        <Reading name="Received">{formatCount(received)}</Reading>
        <Reading name="Sent">{formatCount(sent)}</Reading>
      </HealthGroup>
    </>
  )
}

function overviewOf(scope: WideScope) {
  switch (scope.kind) {
    case 'all':
      return <Everything />
    case 'server':
      return <Server id={scope.id} />
    default:
      return assertNever(scope)
  }
}

function Everything() {
  const connections = useWorkspace((state) => state.connections)
  const servers = useWorkspace((state) => state.servers)
  const openCount = connections.filter(({ state }) => state.name === 'open').length
  const runningCount = servers.filter(({ state }) => state.name === 'running').length
  return (
    <HealthGroup title="All connections">
      <Reading name="Connections open">
        {formatCount(openCount)} <small>of {formatCount(connections.length)}</small>
      </Reading>
      <Reading name="Servers running">
        {formatCount(runningCount)} <small>of {formatCount(servers.length)}</small>
      </Reading>
    </HealthGroup>
  )
}

function Server({ id }: { id: number }) {
  const server = useServer(id)
  if (server === undefined) return null
  const { state, peerCount, behaviour } = server
  return (
    <HealthGroup title="Server" summary={state.name === 'running' ? `Running at ${state.url}` : 'Stopped'}>
      <Reading name="Behaviour">{behaviour}</Reading>
      <Reading name="Clients">{formatCount(peerCount)}</Reading>
    </HealthGroup>
  )
}
