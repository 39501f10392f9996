/** The `.proto` files of a direction and which of their messages it carries. The engine reads the files; here are their names. */
import { useEffect, useId, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { Decoding } from '../../../../shared/protocol/connection-settings'
import { call } from '../../bridge'
import { FailureLine } from '../../ui/failure-line'

interface Props {
  decoding: Decoding
  onChange(part: Partial<Decoding>): void
}

export function ProtoFields({ decoding: { protoFiles, protoType }, onChange }: Props) {
  const id = useId()
  const [refusal, setRefusal] = useState<Failure>()
  const { types, problem } = useProtoTypes(protoFiles)
  const failure = refusal ?? problem
  const add = async () => {
    const chosen = await call('file.choose', { title: 'Add a .proto file', extensions: ['proto'] })
    setRefusal(chosen.ok ? undefined : chosen.error)
    if (!chosen.ok || chosen.value === undefined || protoFiles.includes(chosen.value.path)) return
    onChange({ protoFiles: [...protoFiles, chosen.value.path] })
  }
  return (
    <>
      <span className="decoding-label">.proto files</span>
      <div className="proto-files">
        {protoFiles.map((path) => (
          <div key={path} className="proto-file">
            <span className="mono" title={path}>
              {nameOf(path)}
            </span>
            <button
              type="button"
              className="button quiet icon"
              aria-label={`Remove ${nameOf(path)}`}
              title={`Remove ${path}`}
              onClick={() => onChange({ protoFiles: protoFiles.filter((each) => each !== path) })}
            >
              ×
            </button>
          </div>
        ))}
        <button type="button" className="button" onClick={() => void add()}>
          Add .proto file…
        </button>
      </div>
      {failure !== undefined && (
        <div className="proto-failure" ref={show}>
          <FailureLine failure={failure} />
        </div>
      )}
      <label className="decoding-label" htmlFor={id}>
        Message
      </label>
      <select
        id={id}
        className={protoType === '' ? 'field' : 'field mono'}
        disabled={types.length === 0 && protoType === ''}
        value={protoType}
        onChange={(event) => onChange({ protoType: event.target.value })}
      >
        <option value="">{types.length === 0 ? 'Fields by their numbers' : 'None: fields by their numbers'}</option>
        {protoType !== '' && !types.includes(protoType) && <option value={protoType}>{protoType}</option>}
        {types.map((type) => (
          <option key={type} value={type}>
            {type}
          </option>
        ))}
      </select>
    </>
  )
}

/** What the files hold, asked again whenever there are others. */
function useProtoTypes(files: string[]): { types: string[]; problem?: Failure } {
  const [known, setKnown] = useState<{ types: string[]; problem?: Failure }>({ types: [] })
  const key = JSON.stringify(files)
  useEffect(() => {
    let isWanted = true
    const asked = JSON.parse(key) as string[]
    if (asked.length === 0) setKnown({ types: [] })
    else {
      void call('proto.types', { files: asked }).then((answer) => {
        if (isWanted) setKnown(answer.ok ? answer.value : { types: [], problem: answer.error })
      })
    }
    return () => {
      isWanted = false
    }
  }, [key])
  return known
}

/** Of what comes at the end of a section that has no more room. */
function show(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
