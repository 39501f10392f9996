/** Sending by itself: a message or a sequence, with waits, once, so many times or without end, to one connection or several. */
import { type FormEvent, useState } from 'react'
import { useConnectionNames } from '../../state/names'
import { useWorkspace } from '../../state/workspace-store'
import { moveBy, removeAt } from '../../ui/list-edit'
import { OrderButtons } from '../../ui/order-buttons'
import { Popover } from '../../ui/popover'
import { QuantityBox } from '../../ui/quantity-box'
import { draftOf, useCompose } from './compose-store'
import { DraftLine } from './draft-line'
import type { SendTarget } from './send-target'
import { addLines, addStep, changeSequence, changeStep, startSequence, useSequence } from './sequence-store'
import { StreamFile } from './stream-file'
import './sequence.css'

const waiting = { kind: 'duration', min: 0, max: 86_400_000 } as const
const rounding = { kind: 'count', min: 2, max: 1_000_000_000 } as const

export function SequenceMenu({ target }: { target: SendTarget }) {
  return (
    <Popover label="Repeat" title="Again and again, in a sequence, to several, or a file in fragments">
      {(close) =>
        target.kind === 'connection' ? (
          <>
            <SequenceForm connectionId={target.id} onStarted={close} />
            <StreamFile connectionId={target.id} onStarted={close} />
          </>
        ) : (
          <p className="popover-empty">
            {target.kind === 'none'
              ? target.why
              : 'A server sends by itself with rules on an interval: see its Setup tab. To one client: select it in the Clients tab.'}
          </p>
        )
      }
    </Popover>
  )
}

function SequenceForm({ connectionId, onStarted }: { connectionId: number; onStarted(): void }) {
  const { rounds, everyMs } = useSequence()
  const panel = draftOf(useCompose())
  const [problem, setProblem] = useState<string>()
  const start = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const misfit = event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (misfit !== null) return misfit.focus()
    const why = await startSequence(connectionId, panel)
    if (why === undefined) onStarted()
    setProblem(why)
  }
  return (
    <form className="sequence" onSubmit={(event) => void start(event)}>
      <Steps />
      <div className="sequence-line">
        <select
          className="field"
          aria-label="How often"
          value={rounds === 1 ? 'once' : rounds === 0 ? 'endless' : 'times'}
          onChange={(event) => changeSequence({ rounds: { once: 1, endless: 0 }[event.target.value] ?? 10 })}
        >
          <option value="once">once</option>
          <option value="times">so many times</option>
          <option value="endless">without end</option>
        </select>
        {rounds > 1 && (
          <QuantityBox
            label="Times"
            range={rounding}
            value={rounds}
            onCommit={(times) => changeSequence({ rounds: times })}
          />
        )}
        {rounds !== 1 && (
          <>
            <span>every</span>
            <QuantityBox
              label="Every"
              range={waiting}
              value={everyMs}
              onCommit={(ms) => changeSequence({ everyMs: ms })}
            />
          </>
        )}
        <button type="submit" className="button primary sequence-start">
          Start
        </button>
      </div>
      <AlsoTo connectionId={connectionId} />
      {problem !== undefined && (
        <p className="send-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}

function Steps() {
  const steps = useSequence((state) => state.steps)
  const panel = draftOf(useCompose())
  return (
    <>
      {steps.length === 0 && (
        <p className="popover-empty">
          Sends what stands in the panel. {'{{seq}}'}, {'{{now}}'} and your variables are filled in anew each time.
        </p>
      )}
      <ol className="sequence-steps" aria-label="Messages of the sequence">
        {steps.map(({ draft, waitMs }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place alone
          <li key={at} className="sequence-step">
            <DraftLine draft={draft} />
            <span className="sequence-wait">
              then wait
              <QuantityBox
                label={`Wait after message ${at + 1}`}
                range={waiting}
                value={waitMs}
                onCommit={(ms) => changeStep(at, ms)}
              />
            </span>
            <OrderButtons
              name={`message ${at + 1}`}
              isFirst={at === 0}
              isLast={at === steps.length - 1}
              onMove={(by) => changeSequence({ steps: moveBy(steps, at, by) })}
              onRemove={() => changeSequence({ steps: removeAt(steps, at) })}
            />
          </li>
        ))}
      </ol>
      <div className="sequence-line">
        <button
          type="button"
          className="button quiet"
          disabled={panel === undefined || panel.content === ''}
          onClick={() => panel !== undefined && addStep(panel)}
        >
          + what stands in the panel
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={panel === undefined || !panel.content.includes('\n')}
          title="Each line of the panel becomes a message"
          onClick={() => panel !== undefined && addLines(panel)}
        >
          + each of its lines
        </button>
        {steps.length > 0 && (
          <button type="button" className="button quiet" onClick={() => changeSequence({ steps: [] })}>
            Empty the list
          </button>
        )}
      </div>
    </>
  )
}

function AlsoTo({ connectionId }: { connectionId: number }) {
  const alsoTo = useSequence((state) => state.alsoTo)
  const connections = useWorkspace((state) => state.connections)
  const nameOf = useConnectionNames()
  const others = connections.filter(({ id }) => id !== connectionId)
  if (others.length === 0) return null
  const toggle = (id: number) =>
    changeSequence({ alsoTo: alsoTo.includes(id) ? alsoTo.filter((each) => each !== id) : [...alsoTo, id] })
  return (
    <fieldset className="sequence-targets">
      <legend className="label">Also to</legend>
      {others.map(({ id }) => (
        <label key={id} className="setting-check">
          <input type="checkbox" checked={alsoTo.includes(id)} onChange={() => toggle(id)} /> {nameOf(id)}
        </label>
      ))}
    </fieldset>
  )
}
