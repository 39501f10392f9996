/** Which charts belong to the place selected: of a connection, of all, or of the clients of a server. */
import { useEffect, useMemo, useState } from 'react'
import { call } from '../../bridge'
import { type Place, scopeOf } from '../../state/app-store'
import { useWorkspace } from '../../state/workspace-store'
import { type ChartGroup, chartGroups } from './chart-group'

/** As many clients as are looked at for series of theirs; one call. */
const PEERS_MAX = 200

export function usePlaceCharts(place: Place): ChartGroup[] {
  const series = useWorkspace((state) => state.series)
  const scope = scopeOf(place)
  const scopeId = scope.kind === 'all' ? undefined : scope.id
  const peerIds = usePeerIds(scope.kind === 'server' ? scope.id : undefined)
  return useMemo(() => {
    const isWanted = (connectionId: number) => {
      if (scope.kind === 'server') return peerIds.includes(connectionId)
      return scopeId === undefined || connectionId === scopeId
    }
    return chartGroups(series, isWanted)
  }, [series, scope.kind, scopeId, peerIds])
}

const nobody: readonly number[] = []

/** Asked for only while there are series of connections we did not dial. */
function usePeerIds(serverId: number | undefined): readonly number[] {
  const [peerIds, setPeerIds] = useState(nobody)
  const peerCount = useWorkspace(({ servers }) => servers.find(({ id }) => id === serverId)?.peerCount ?? 0)
  const hasPeerSeries = useWorkspace(({ series, connections }) => {
    return series.some(({ connectionId }) => connections.every(({ id }) => id !== connectionId))
  })
  useEffect(() => {
    if (serverId === undefined || !hasPeerSeries || peerCount === 0) {
      setPeerIds(nobody)
      return
    }
    let isStale = false
    void call('server.peers', { id: serverId, first: 0, count: PEERS_MAX }).then((answer) => {
      if (!isStale && answer.ok) setPeerIds(answer.value.peers.map(({ id }) => id))
    })
    return () => {
      isStale = true
    }
  }, [serverId, hasPeerSeries, peerCount])
  return peerIds
}
