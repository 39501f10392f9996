/** A file by its path: typed, or chosen in the system's dialog. */
import { useState } from 'react'
import type { Failure, Result } from '../../../shared/failure'
import { LateInput } from './late-input'
import { SettingRow } from './setting-row'

interface Props {
  label: string
  /** Stands in the empty box: which kind of file. */
  hint: string
  path: string
  failure?: Failure
  /** Asks for one. @returns its path; nothing where the user thought better of it */
  choose(): Promise<Result<string | undefined>>
  onChange(path: string): void
}

export function PathRow({ label, hint, path, failure: given, choose, onChange }: Props) {
  const [failure, setFailure] = useState<Failure>()
  const ask = async () => {
    const chosen = await choose()
    setFailure(chosen.ok ? undefined : chosen.error)
    if (chosen.ok && chosen.value !== undefined) onChange(chosen.value)
  }
  return (
    <SettingRow label={label} failure={failure ?? given} isWide>
      {(id) => (
        <>
          <LateInput
            id={id}
            className="field mono path"
            spellCheck={false}
            maxLength={4_096}
            placeholder={hint}
            value={path}
            onCommit={(typed) => {
              onChange(typed.trim())
              return typed.trim()
            }}
          />
          <button
            type="button"
            className="button"
            aria-label={`Choose the ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
            onClick={() => void ask()}
          >
            Choose…
          </button>
        </>
      )}
    </SettingRow>
  )
}
