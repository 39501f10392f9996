/** A login before the handshake: its request, and what of its answer goes into the handshake. */
import type { LoginAuth } from '../../../../shared/protocol/connection-settings'
import { ChoiceRow } from '../../ui/choice-row'
import { CodeEditor } from '../../ui/code-editor'
import { SettingRow } from '../../ui/setting-row'
import { TextRow } from '../../ui/text-row'
import { PairList } from './pair-list'
import { TakeList } from './take-list'

const methods = [
  ['GET', 'GET'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
] as const

interface Props {
  login: LoginAuth
  onChange(login: LoginAuth): void
}

export function LoginFields({ login, onChange }: Props) {
  const change = (part: Partial<LoginAuth>) => onChange({ ...login, ...part })
  return (
    <>
      <TextRow
        label="Login address"
        hint="https://example.com/login"
        isMono
        isLong
        maxLength={65_536}
        value={login.url}
        onChange={(url) => change({ url })}
      />
      <ChoiceRow label="Method" words={methods} value={login.method} onChange={(method) => change({ method })} />
      <SettingRow label="Headers" isWide isTop>
        {() => <PairList noun="login header" pairs={login.headers} onChange={(headers) => change({ headers })} />}
      </SettingRow>
      {login.method !== 'GET' && (
        <SettingRow label="Body" isWide isTop>
          {() => (
            <CodeEditor
              className="login-body"
              label="Login body"
              isJson={false}
              hint={'{"user": "me", "password": "{{password}}"}'}
              value={login.body}
              onChange={(body) => change({ body })}
            />
          )}
        </SettingRow>
      )}
      <SettingRow label="Of the answer" isWide isTop>
        {() => <TakeList takes={login.takes} onChange={(takes) => change({ takes })} />}
      </SettingRow>
    </>
  )
}
