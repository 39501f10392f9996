/** How a connection fares, or all that is shown: state, traffic, round trips, and what the engine needs for it. */
import { scopeOf, useApp } from '../../state/app-store'
import { ConnectionHealth } from './connection-health'
import { EngineHealth } from './engine-health'
import { ScopeHealth } from './scope-health'
import './health.css'

export function HealthTab() {
  const place = useApp((state) => state.place)
  const scope = scopeOf(place)
  return (
    <div className="health">
      {scope.kind === 'connection' ? <ConnectionHealth key={scope.id} id={scope.id} /> : <ScopeHealth scope={scope} />}
      <EngineHealth />
    </div>
  )
}
