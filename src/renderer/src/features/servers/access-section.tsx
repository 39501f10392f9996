/** Who may connect: how he proves it, and which users there are. */
import type { AuthSettings } from '../../../../shared/protocol/server-settings'
import { plainServer } from '../../../../shared/protocol/server-settings'
import { copyText } from '../../state/copy-text'
import { CopyButton } from '../../ui/copy-button'
import { FailureLine } from '../../ui/failure-line'
import { LateInput } from '../../ui/late-input'
import { QuantityRow } from '../../ui/quantity-row'
import { Segments } from '../../ui/segments'
import { SettingRow } from '../../ui/setting-row'
import { type AuthKind, accessExample, authLabels, expectedUrl } from './access-example'
import type { ServerSetup } from './draft-store'
import { UserList } from './user-list'
import './users.css'

const plain = plainServer().auth
const kinds = Object.keys(authLabels) as AuthKind[]
const labels = Object.values(authLabels)
const QUERY_NAME = /^[\w.-]{1,100}$/

export function AccessSection({ server, settings, failures, edit }: ServerSetup) {
  const { auth, host, port, tls } = settings
  const { state } = server ?? {}
  const url = state?.name === 'running' ? state.url : expectedUrl({ host, port, isTls: tls.kind !== 'off' })
  const { sentence, command } = accessExample(auth, url)
  const change = (part: Partial<AuthSettings>) => edit({ auth: { ...auth, ...part } })
  const isOn = auth.kind !== 'none'
  return (
    <>
      <SettingRow label="Proof" isWide>
        {() => (
          <Segments
            label="Proof"
            options={labels}
            value={authLabels[auth.kind]}
            onChange={(label) => change({ kind: kinds.find((kind) => authLabels[kind] === label) ?? 'none' })}
          />
        )}
      </SettingRow>
      <p className="setting-text">{sentence}</p>
      {command !== undefined && (
        <div className="setting-example">
          <code className="mono selectable">{command}</code>
          <CopyButton label="Copy example" onCopy={() => copyText(command)} />
        </div>
      )}
      {auth.kind === 'query' && (
        <SettingRow label="Parameter" note="Letters, digits, and . _ -">
          {(id) => (
            <LateInput
              id={id}
              className="field mono"
              spellCheck={false}
              maxLength={100}
              value={auth.queryName}
              onCommit={(typed) => {
                if (!QUERY_NAME.test(typed)) return auth.queryName
                change({ queryName: typed })
                return typed
              }}
            />
          )}
        </SettingRow>
      )}
      {auth.kind === 'ticket' && (
        <QuantityRow
          label="Ticket is valid for"
          note="And for one socket, whichever comes first."
          range={{ kind: 'seconds', min: 1, max: 3_600 }}
          value={auth.ticketSeconds}
          plain={plain.ticketSeconds}
          onChange={(ticketSeconds) => change({ ticketSeconds })}
        />
      )}
      {failures.auth !== undefined && <FailureLine failure={failures.auth} />}
      {isOn && auth.users.length === 0 && <p className="setting-warning">Nobody can connect until there is a user.</p>}
      {!isOn && auth.users.length > 0 && (
        <p className="setting-text">The users below are kept, and asked for nothing while the proof is none.</p>
      )}
      <UserList users={auth.users} onChange={(users) => change({ users })} />
    </>
  )
}
