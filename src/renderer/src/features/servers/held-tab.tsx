/** What a tap holds: which ways, the frames that wait, and what becomes of the one selected. */
import { useState } from 'react'
import type { Failure, Result } from '../../../../shared/failure'
import type { HeldFrame } from '../../../../shared/protocol/feed'
import { type Direction, directions } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'
import { serverIdOf, useApp } from '../../state/app-store'
import { useServer } from '../../state/workspace-store'
import { FailureLine } from '../../ui/failure-line'
import { HeldFrames } from './held-frames'
import { HeldPayload } from './held-payload'
import { emptyHeld, selectedFrame } from './held-words'
import { useHeld } from './use-held'
import './held.css'

const holdLabels: Readonly<Record<Direction, string>> = { received: 'Hold from clients', sent: 'Hold from upstream' }

export function HeldTab() {
  const server = useServer(useApp((state) => serverIdOf(state.place)))
  if (server?.behaviour !== 'tap') return <div className="empty">Only a tap holds frames.</div>
  if (server.state.name !== 'running') return <div className="empty">This tap is stopped. Start it to hold frames.</div>
  return <Held key={server.id} serverId={server.id} />
}

function Held({ serverId }: { serverId: number }) {
  const { held, askAgain } = useHeld(serverId)
  const [chosenId, setChosenId] = useState<number>()
  const [failure, setFailure] = useState<Failure>()
  const { frames } = held
  const selected = selectedFrame(frames, chosenId)

  const settle = (result: Result<void>) => {
    setFailure(result.ok ? undefined : result.error)
    askAgain()
  }
  const hold = async (direction: Direction) => {
    const wanted = directions.filter((each) => (each === direction) !== held.directions.includes(each))
    settle(await call('tap.hold', { id: serverId, directions: wanted }))
  }
  const release = async (frames: readonly HeldFrame[], payload?: string) => {
    settle(await call('tap.release', { id: serverId, heldIds: frames.map(({ heldId }) => heldId), payload }))
  }
  const drop = async ({ heldId }: HeldFrame) => settle(await call('tap.drop', { id: serverId, heldIds: [heldId] }))
  return (
    <div className="held">
      <div className="held-bar" role="toolbar" aria-label="Held">
        {directions.map((direction) => (
          <button
            key={direction}
            type="button"
            className="button"
            aria-pressed={held.directions.includes(direction)}
            onClick={() => void hold(direction)}
          >
            {holdLabels[direction]}
          </button>
        ))}
        <button
          type="button"
          className="button"
          disabled={frames.length === 0}
          title="In their order; those that come after are held again"
          onClick={() => void release(frames)}
        >
          Release all
        </button>
      </div>
      {failure !== undefined && <FailureLine failure={failure} />}
      {selected === undefined ? (
        <div className="empty">{emptyHeld(held.directions)}</div>
      ) : (
        <div className="held-panes">
          <HeldFrames frames={frames} selectedId={selected.heldId} onSelect={setChosenId} />
          <HeldPayload
            serverId={serverId}
            frame={selected}
            onRelease={(payload) => void release([selected], payload)}
            onDrop={() => void drop(selected)}
          />
        </div>
      )}
    </div>
  )
}
