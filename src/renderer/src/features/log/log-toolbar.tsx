/** Filter, direction and type toggles, pause, follow, clear. */
import { useEffect, useRef } from 'react'
import { type Direction, directions, type FrameType, frameTypes } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'
import { changeFilter, scopeOf, useApp } from '../../state/app-store'
import { onCommand } from '../../state/commands'
import { useLive } from '../../state/live-store'
import { follow, togglePause, useLog } from '../../state/log-store'
import { notify, notifyFailure } from '../../state/notices'
import { DirectionMark } from '../../ui/direction-mark'
import { Bookmarks } from './bookmarks'
import { ColourRules } from './colour-rules'
import { FilterBox } from './filter-box'

export function LogToolbar() {
  const isPaused = useLog((state) => state.pausedToRow !== undefined)
  const isFollowing = useLog((state) => state.isFollowing)
  const progress = useLive((state) => state.window?.progress ?? 1)
  const searchBox = useRef<HTMLInputElement>(null)
  useEffect(
    () =>
      onCommand({
        'focus-filter': () => searchBox.current?.select(),
        pause: togglePause,
        clear: () => void clearLog(),
      }),
    [],
  )
  return (
    <div className="log-toolbar" role="toolbar" aria-label="Log">
      <FilterBox box={searchBox} />
      <DirectionToggles />
      <TypeToggles />
      <MarkedToggle />
      <ColourRules />
      <Bookmarks />
      {progress < 1 && <span className="log-progress">filtering… {Math.floor(progress * 100)} %</span>}
      <div className="log-actions">
        <button type="button" className="button" onClick={togglePause}>
          {isPaused ? 'Resume' : 'Pause'}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={isFollowing}
          onClick={follow}
          title="Show the newest (End)"
        >
          Follow
        </button>
        <button type="button" className="button" onClick={() => void clearLog()}>
          Clear
        </button>
      </div>
    </div>
  )
}

function DirectionToggles() {
  const wanted = useApp((state) => state.filter.directions)
  const toggle = (direction: Direction) => changeFilter({ directions: toggled(directions, wanted, direction) })
  return (
    <div className="segments log-shown" role="group" aria-label="Directions shown">
      {directions.map((direction) => (
        <button
          key={direction}
          type="button"
          className="button icon"
          aria-label={direction === 'received' ? 'Received' : 'Outgoing'}
          aria-pressed={wanted.includes(direction)}
          title={direction === 'received' ? 'Show received' : 'Show sent'}
          onClick={() => toggle(direction)}
        >
          <DirectionMark direction={direction} />
        </button>
      ))}
    </div>
  )
}

function TypeToggles() {
  const wanted = useApp((state) => state.filter.types)
  const toggle = (type: FrameType) => changeFilter({ types: toggled(frameTypes, wanted, type) })
  return (
    <div className="segments log-shown log-types" role="group" aria-label="Types shown">
      {frameTypes.map((type) => (
        <button
          key={type}
          type="button"
          className="button"
          aria-pressed={wanted.includes(type)}
          onClick={() => toggle(type)}
        >
          {type}
        </button>
      ))}
    </div>
  )
}

function MarkedToggle() {
  const isOn = useApp((state) => state.filter.markedOnly)
  return (
    <button
      type="button"
      className="button log-marked"
      aria-pressed={isOn}
      title="Only what is marked: what a schema, a limit, a fault or a hand did to it"
      onClick={() => changeFilter({ markedOnly: !isOn })}
    >
      Marked
    </button>
  )
}

/** Switches one of all on or off, in their order. */
function toggled<T>(all: readonly T[], wanted: readonly T[], one: T): T[] {
  return all.filter((each) => (each === one) !== wanted.includes(each))
}

/** Clears what is shown, and offers to take it back. */
export async function clearLog(): Promise<void> {
  const scope = scopeOf(useApp.getState().place)
  const cleared = await call('log.clear', { scope })
  if (!cleared.ok) return notifyFailure(cleared.error)
  useApp.setState({ selectedSeq: undefined })
  follow()
  notify({
    kind: 'info',
    message: scope.kind === 'all' ? 'All messages were cleared.' : 'The messages of this log were cleared.',
    action: { label: 'Undo', act: () => void restore(cleared.value.clearId) },
  })
}

async function restore(clearId: number): Promise<void> {
  const restored = await call('log.restore', { clearId })
  if (!restored.ok) notifyFailure(restored.error)
}
