/** How the server learns who connects. */
import { assertNever } from '../../../../shared/assert-never'
import type { ConnectionAuth } from '../../../../shared/protocol/connection-settings'
import { ChoiceRow } from '../../ui/choice-row'
import { TextRow } from '../../ui/text-row'
import { useKinds } from './kinds'
import { LoginFields } from './login-fields'
import { SecretRow } from './secret-row'
import type { ConnectionSetup } from './setup-store'

const words = [
  ['none', 'none'],
  ['basic', 'Basic'],
  ['bearer', 'Bearer'],
  ['api-key', 'API key'],
  ['login', 'Login'],
] as const

const placements = [
  ['header', 'header'],
  ['query', 'query'],
] as const

const sentences: Readonly<Record<ConnectionAuth['kind'], string>> = {
  none: 'Nothing is said of who connects, but for what the headers say.',
  basic: 'User and password go into the Authorization header (RFC 7617).',
  bearer: 'A token goes into the Authorization header (RFC 6750).',
  'api-key': 'A key goes into a header or a query parameter of your choice.',
  login:
    'A request over HTTP comes before each handshake. Its cookies go into the handshake, and what else you take of its answer.',
}

/** Of each kind, as it comes. A login gives a token, more often than not. */
const plain: readonly ConnectionAuth[] = [
  { kind: 'none' },
  { kind: 'basic', user: '', password: '' },
  { kind: 'bearer', token: '' },
  { kind: 'api-key', in: 'header', name: 'X-Api-Key', value: '' },
  { kind: 'login', url: '', method: 'POST', headers: [], body: '', takes: [] },
]

export function AuthorizationSection({ settings: { auth }, failures, edit }: ConnectionSetup) {
  const change = (changed: ConnectionAuth) => edit({ auth: changed })
  const choose = useKinds(auth, plain, change)
  return (
    <>
      <ChoiceRow
        label="Authorization"
        words={words}
        value={auth.kind}
        failure={failures.auth}
        isWide
        onChange={choose}
      />
      <p className="setting-text">{sentences[auth.kind]}</p>
      <AuthFields auth={auth} onChange={change} />
    </>
  )
}

function AuthFields({ auth, onChange }: { auth: ConnectionAuth; onChange(auth: ConnectionAuth): void }) {
  switch (auth.kind) {
    case 'none':
      return null
    case 'basic':
      return (
        <>
          <TextRow label="User" maxLength={65_536} value={auth.user} onChange={(user) => onChange({ ...auth, user })} />
          <SecretRow label="Password" value={auth.password} onChange={(password) => onChange({ ...auth, password })} />
        </>
      )
    case 'bearer':
      return <SecretRow label="Token" value={auth.token} onChange={(token) => onChange({ ...auth, token })} />
    case 'api-key':
      return (
        <>
          <ChoiceRow
            label="Goes into"
            words={placements}
            value={auth.in}
            onChange={(placed) => onChange({ ...auth, in: placed })}
          />
          <TextRow
            label="Its name"
            isMono
            maxLength={1_024}
            value={auth.name}
            onChange={(name) => onChange({ ...auth, name })}
          />
          <SecretRow label="Key" value={auth.value} onChange={(value) => onChange({ ...auth, value })} />
        </>
      )
    case 'login':
      return <LoginFields login={auth} onChange={onChange} />
    default:
      return assertNever(auth)
  }
}
