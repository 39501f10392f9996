/** The heads of the columns made of fields: each with its menu and an edge that widens it; and a way to make another. */
import { type FormEvent, type PointerEvent, useEffect, useState } from 'react'
import type { LogColumn } from '../../../../shared/protocol/desk'
import { changeDesk, useDesk } from '../../state/desk-store'
import { LateInput } from '../../ui/late-input'
import { Popover } from '../../ui/popover'
import { endColumnDrag, useColumnDrag } from './column-drag'
import {
  boundedWidth,
  COLUMN_MAX_PX,
  COLUMN_MIN_PX,
  columnTitle,
  readColumnPath,
  withColumn,
  withColumnMoved,
  withColumnWidth,
  withoutColumn,
} from './column-path'
import { readSeenPaths } from './seen-paths'
import './columns.css'

/** By keyboard an edge moves so far. */
const STEP_PX = 20
/** Of the fields seen; who looks for another types a part of it. */
const OFFERED_MAX = 8

export function ColumnHeads() {
  const columns = useDesk((state) => state.columns)
  return columns.map((column) => <ColumnHead key={column.path} column={column} columns={columns} />)
}

function ColumnHead({ column, columns }: { column: LogColumn; columns: LogColumn[] }) {
  const { path } = column
  const title = columnTitle(column)
  const rename = (text: string) => {
    void changeDesk({ columns: columns.map((each) => (each.path === path ? { ...each, title: text.trim() } : each)) })
    return text.trim()
  }
  return (
    <span className="log-column-head">
      <Popover label={`Column ${title}`} face={<span className="log-column-title">{title}</span>} title={path}>
        {(close) => {
          const act = (changed: LogColumn[]) => () => {
            close()
            void changeDesk({ columns: changed })
          }
          return (
            <>
              <p className="popover-empty mono">{path}</p>
              <div className="label log-column-name">
                Title
                <LateInput
                  aria-label="Title of the column"
                  data-first
                  placeholder={columnTitle({ ...column, title: '' })}
                  value={column.title}
                  maxLength={80}
                  onCommit={rename}
                />
              </div>
              <button
                type="button"
                className="popover-item"
                data-item
                onClick={act(withColumnMoved(columns, path, -1))}
              >
                Move left
              </button>
              <button type="button" className="popover-item" data-item onClick={act(withColumnMoved(columns, path, 1))}>
                Move right
              </button>
              <button type="button" className="popover-item" data-item onClick={act(withoutColumn(columns, path))}>
                Remove column
              </button>
            </>
          )
        }}
      </Popover>
      <ColumnEdge column={column} columns={columns} />
    </span>
  )
}

/** Dragged, or moved by keys, the column follows at once; it is kept once the pointer or the key is let go. */
function ColumnEdge({ column, columns }: { column: LogColumn; columns: LogColumn[] }) {
  const { path } = column
  const widthPx = useColumnDrag((state) => (state.path === path ? state.widthPx : column.widthPx))
  const preview = (px: number) => useColumnDrag.setState({ path, widthPx: boundedWidth(px) })
  const keep = () => {
    const dragged = useColumnDrag.getState()
    if (dragged.path === path && dragged.widthPx !== column.widthPx) {
      void changeDesk({ columns: withColumnWidth(columns, path, dragged.widthPx) })
    }
    endColumnDrag()
  }
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    const { currentTarget, pointerId, clientX } = event
    currentTarget.setPointerCapture(pointerId)
    const move = (moved: globalThis.PointerEvent) => preview(column.widthPx + moved.clientX - clientX)
    const end = () => {
      currentTarget.removeEventListener('pointermove', move)
      keep()
    }
    currentTarget.addEventListener('pointermove', move)
    // The system has taken the pointer: nothing is kept.
    currentTarget.addEventListener('pointercancel', endColumnDrag, { once: true })
    currentTarget.addEventListener('lostpointercapture', end, { once: true })
  }
  return (
    <span
      className="log-column-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${columnTitle(column)}`}
      aria-valuenow={widthPx}
      aria-valuemin={COLUMN_MIN_PX}
      aria-valuemax={COLUMN_MAX_PX}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key]
        if (step === undefined) return
        event.preventDefault()
        preview(widthPx + step)
      }}
      onKeyUp={keep}
      onBlur={keep}
    />
  )
}

export function AddColumn() {
  return (
    <Popover label="Add column" face="+" title="A column of a field of JSON messages">
      {(close) => <AddColumnForm onAdded={close} />}
    </Popover>
  )
}

/** A field is named, or taken from those that the newest messages have. */
function AddColumnForm({ onAdded }: { onAdded(): void }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const [seen, setSeen] = useState<readonly string[]>([])
  const columns = useDesk((state) => state.columns)
  useEffect(() => {
    void readSeenPaths().then(setSeen)
  }, [])
  const add = (typed: string) => {
    const path = readColumnPath(typed)
    if (!path.ok) return setProblem(path.error.message)
    void changeDesk({ columns: withColumn(columns, path.value) })
    onAdded()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add(text)
  }
  const offered = seen
    .filter((path) => path.includes(text.trim()) && !columns.some((column) => column.path === path))
    .slice(0, OFFERED_MAX)
  return (
    <>
      <form className="log-column-form" onSubmit={submit}>
        <input
          className="field mono"
          aria-label="Path of the field"
          aria-invalid={problem !== undefined}
          placeholder="$.price"
          spellCheck={false}
          data-first
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setProblem(undefined)
          }}
        />
        <button type="submit" className="button" disabled={text.trim() === ''}>
          Add column
        </button>
        {problem !== undefined && <p className="log-column-problem">{problem}</p>}
      </form>
      {offered.map((path) => (
        <button key={path} type="button" className="popover-item mono" data-item onClick={() => add(path)}>
          {path}
        </button>
      ))}
    </>
  )
}
