/** The heads of the columns made of fields: each with its menu and an edge that widens it; and a way to make another. */
import { type FormEvent, type PointerEvent, useState } from 'react'
import type { LogColumn } from '../../../../shared/protocol/desk'
import { changeDesk, useDesk } from '../../state/desk-store'
import { Popover } from '../../ui/popover'
import { columnTitle, readColumnPath, withColumn, withColumnMoved, withColumnWidth, withoutColumn } from './column-path'
import './columns.css'

/** By keyboard an edge moves so far. */
const STEP_PX = 20

export function ColumnHeads() {
  const columns = useDesk((state) => state.columns)
  return columns.map((column) => <ColumnHead key={column.path} column={column} columns={columns} />)
}

function ColumnHead({ column, columns }: { column: LogColumn; columns: LogColumn[] }) {
  const { path } = column
  const title = columnTitle(column)
  const rename = (text: string) =>
    void changeDesk({ columns: columns.map((each) => (each === column ? { ...each, title: text } : each)) })
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
              <label className="label log-column-name">
                Title
                <input
                  className="field"
                  data-first
                  placeholder={columnTitle({ ...column, title: '' })}
                  value={column.title}
                  maxLength={80}
                  onChange={(event) => rename(event.target.value)}
                />
              </label>
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

function ColumnEdge({ column, columns }: { column: LogColumn; columns: LogColumn[] }) {
  const widen = (widthPx: number) => void changeDesk({ columns: withColumnWidth(columns, column.path, widthPx) })
  const drag = (event: PointerEvent<HTMLElement>) => {
    const { currentTarget, pointerId, clientX } = event
    currentTarget.setPointerCapture(pointerId)
    const move = (moved: globalThis.PointerEvent) => widen(column.widthPx + moved.clientX - clientX)
    const end = () => currentTarget.removeEventListener('pointermove', move)
    currentTarget.addEventListener('pointermove', move)
    currentTarget.addEventListener('lostpointercapture', end, { once: true })
  }
  return (
    <span
      className="log-column-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${columnTitle(column)}`}
      aria-valuenow={column.widthPx}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key]
        if (step !== undefined) widen(column.widthPx + step)
      }}
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

function AddColumnForm({ onAdded }: { onAdded(): void }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const columns = useDesk((state) => state.columns)
  const add = (event: FormEvent) => {
    event.preventDefault()
    const path = readColumnPath(text)
    if (!path.ok) return setProblem(path.error.message)
    void changeDesk({ columns: withColumn(columns, path.value) })
    onAdded()
  }
  return (
    <form className="log-column-form" onSubmit={add}>
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
  )
}
