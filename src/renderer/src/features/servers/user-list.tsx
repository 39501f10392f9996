/** The users of a server: edited in place; a new one joins when it is whole. */
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { ServerUser } from '../../../../shared/protocol/server-settings'
import { notify } from '../../state/notices'
import { FailureLine } from '../../ui/failure-line'
import { LateInput } from '../../ui/late-input'
import { insertAt, removeAt, replaceAt } from '../../ui/list-edit'
import { SecretInput } from '../../ui/secret-input'
import { mayLabels, nameProblem } from './user'

interface Props {
  users: readonly ServerUser[]
  onChange(users: ServerUser[]): void
}

const blank: ServerUser = { name: '', secret: '', may: 'publish' }

export function UserList({ users, onChange }: Props) {
  const [problem, setProblem] = useState<string>()
  // Whoever thinks better of a removal may have changed more since.
  const latest = useRef({ users, onChange })
  useLayoutEffect(() => {
    latest.current = { users, onChange }
  })
  const remove = (user: ServerUser, at: number) => {
    onChange(removeAt(users, at))
    const bringBack = () => latest.current.onChange(insertAt(latest.current.users, at, user))
    notify({ kind: 'info', message: `User ${user.name} was removed.`, action: { label: 'Undo', act: bringBack } })
  }
  const rename = (at: number, user: ServerUser, typed: string) => {
    const name = typed.trim()
    const wrong = nameProblem(name, removeAt(users, at))
    setProblem(wrong)
    if (wrong !== undefined) return user.name
    onChange(replaceAt(users, at, { ...user, name }))
    return name
  }
  return (
    <section className="users" aria-label="Users">
      <div className="user head" aria-hidden="true">
        <span>User</span>
        <span>Secret</span>
        <span>May</span>
      </div>
      {users.map((user, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place, since its name is edited in it
        <div key={at} className="user" role="group" aria-label={`User ${user.name}`}>
          <LateInput
            className="field"
            aria-label={`Name of user ${at + 1}`}
            spellCheck={false}
            maxLength={200}
            value={user.name}
            onCommit={(typed) => rename(at, user, typed)}
          />
          <SecretInput
            label={`Secret of user ${at + 1}`}
            value={user.secret}
            placeholder={user.secretEnv === undefined ? 'none yet' : `none; from ${user.secretEnv} in a file`}
            onCommit={(secret) => onChange(replaceAt(users, at, { ...user, secret }))}
          />
          <MaySelect
            label={`User ${at + 1} may`}
            value={user.may}
            onChange={(may) => onChange(replaceAt(users, at, { ...user, may }))}
          />
          <button
            type="button"
            className="button quiet icon"
            aria-label={`Remove user ${user.name}`}
            title="Remove"
            onClick={() => remove(user, at)}
          >
            ×
          </button>
        </div>
      ))}
      <NewUser
        onAdd={(user) => {
          const wrong = nameProblem(user.name, users)
          setProblem(wrong)
          if (wrong !== undefined) return false
          onChange([...users, user])
          return true
        }}
      />
      {problem !== undefined && <FailureLine failure={invalid(problem)} />}
    </section>
  )
}

/** @param onAdd returns whether it was taken */
function NewUser({ onAdd }: { onAdd(user: ServerUser): boolean }) {
  const [user, setUser] = useState(blank)
  const add = () => {
    if (onAdd({ ...user, name: user.name.trim() })) setUser(blank)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') add()
  }
  return (
    <div className="user" role="group" aria-label="New user">
      <input
        className="field"
        aria-label="Name of the new user"
        placeholder="name"
        spellCheck={false}
        maxLength={200}
        value={user.name}
        onChange={(event) => setUser({ ...user, name: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <input
        className="field"
        type="password"
        aria-label="Secret of the new user"
        placeholder="password or token"
        autoComplete="off"
        maxLength={4_096}
        value={user.secret}
        onChange={(event) => setUser({ ...user, secret: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <MaySelect label="The new user may" value={user.may} onChange={(may) => setUser({ ...user, may })} />
      <button type="button" className="button" onClick={add}>
        Add user
      </button>
    </div>
  )
}

interface MayProps {
  label: string
  value: ServerUser['may']
  onChange(may: ServerUser['may']): void
}

function MaySelect({ label, value, onChange }: MayProps) {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as ServerUser['may'])}
    >
      {Object.entries(mayLabels).map(([may, words]) => (
        <option key={may} value={may}>
          {words}
        </option>
      ))}
    </select>
  )
}

function invalid(message: string): Failure {
  return { code: 'ERR_OPTION_INVALID', message }
}
