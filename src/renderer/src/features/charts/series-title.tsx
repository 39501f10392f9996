/** A series in a chart's title: its field, and a menu that says what splits it and can split or draw it otherwise. */
import { type FormEvent, useEffect, useState } from 'react'
import type { FieldPath, SeriesSummary } from '../../../../shared/protocol/feed'
import { formatFieldPath } from '../../ui/field-path'
import { Popover } from '../../ui/popover'
import { type ChartGroup, chartTitle, splitTitle } from './chart-group'
import { parseFieldPath } from './field-path-text'
import { isSamePath, keyCandidates } from './key-candidates'
import { readNewestMessage } from './newest-message'
import { drawIn, removeSeries, splitSeries } from './series-actions'

interface Props {
  series: SeriesSummary
  /** Nothing else is drawn in its chart. */
  isAlone: boolean
  others: readonly ChartGroup[]
  connectionName: string | undefined
}

export function SeriesTitle({ series, isAlone, others, connectionName }: Props) {
  const { path, keyPath } = series
  const name = formatFieldPath(path)
  return (
    <span className="series-title">
      <span className="series-path mono">{name}</span>
      <Popover
        label={keyPath === undefined ? 'one line' : splitTitle(keyPath)}
        title={`Split ${name}, or draw it elsewhere`}
      >
        {(close) => (
          <>
            <SplitMenu series={series} close={close} />
            <DrawMenu series={series} isAlone={isAlone} others={others} close={close} />
          </>
        )}
      </Popover>
      {connectionName !== undefined && <span className="series-connection">{connectionName}</span>}
    </span>
  )
}

function SplitMenu({ series, close }: { series: SeriesSummary; close: () => void }) {
  const { path, keyPath, connectionId } = series
  const [found, setFound] = useState<FieldPath[]>([])
  useEffect(() => {
    let isStale = false
    void readNewestMessage(connectionId).then((message) => {
      if (!isStale) setFound(keyCandidates(message))
    })
    return () => {
      isStale = true
    }
  }, [connectionId])
  const choose = (chosen: FieldPath | undefined) => {
    close()
    if (!isSamePath(chosen, keyPath)) void splitSeries(series, chosen)
  }
  const others = found.filter((each) => !isSamePath(each, keyPath) && !isSamePath(each, path))
  const choices = keyPath === undefined ? others : [keyPath, ...others]
  return (
    <fieldset className="series-menu">
      <legend>Split {formatFieldPath(path)} into</legend>
      <Choice isChosen={keyPath === undefined} text="one line" onChoose={() => choose(undefined)} />
      {choices.map((choice) => (
        <Choice
          key={JSON.stringify(choice)}
          isChosen={isSamePath(choice, keyPath)}
          text={`lines ${splitTitle(choice)}`}
          onChoose={() => choose(choice)}
        />
      ))}
      <PathForm onChoose={choose} />
    </fieldset>
  )
}

function Choice({ isChosen, text, onChoose }: { isChosen: boolean; text: string; onChoose: () => void }) {
  return (
    <button
      type="button"
      className="popover-item"
      data-item=""
      data-first={isChosen || undefined}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      {text}
    </button>
  )
}

/** For a field that the newest message does not show. */
function PathForm({ onChoose }: { onChoose: (path: FieldPath) => void }) {
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const path = parseFieldPath(text)
    if (path === undefined) setIsWrong(true)
    else onChoose(path)
  }
  return (
    <form className="series-path-form" onSubmit={submit}>
      <input
        className="field mono"
        aria-label="Path of another field"
        aria-invalid={isWrong}
        placeholder="another field: $.user.name"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setIsWrong(false)
        }}
      />
      <button type="submit" className="button">
        Split
      </button>
    </form>
  )
}

function DrawMenu({ series, isAlone, others, close }: Omit<Props, 'connectionName'> & { close: () => void }) {
  const act = (action: () => Promise<void>) => () => {
    close()
    void action()
  }
  if (isAlone && others.length === 0) return null
  return (
    <fieldset className="series-menu">
      <legend>Draw it</legend>
      {!isAlone && (
        <button type="button" className="popover-item" data-item="" onClick={act(() => drawIn(series, undefined))}>
          in a chart of its own
        </button>
      )}
      {others.map((chart) => (
        <button
          key={chart.chartId}
          type="button"
          className="popover-item"
          data-item=""
          onClick={act(() => drawIn(series, chart.chartId))}
        >
          together with {chartTitle(chart.series)}
        </button>
      ))}
      {!isAlone && (
        <button type="button" className="popover-item" data-item="" onClick={act(() => removeSeries(series))}>
          no longer: remove it
        </button>
      )}
    </fieldset>
  )
}
