/** The way to the server: through which proxy, over which family of addresses. */
import type { NetworkSettings } from '../../../../shared/protocol/connection-settings'
import { ChoiceRow } from '../../ui/choice-row'
import { TextRow } from '../../ui/text-row'
import { useKinds } from './kinds'
import { SecretRow } from './secret-row'
import type { ConnectionSetup } from './setup-store'

type Proxy = NetworkSettings['proxy']

const proxies = [
  ['none', 'none'],
  ['system', 'the system’s'],
  ['server', 'a server'],
] as const

const notes: Readonly<Record<Proxy['kind'], string>> = {
  none: 'Straight to the server.',
  system: 'As the operating system says for the URL.',
  server: 'http, https, socks5 or socks4.',
}

const plain: readonly Proxy[] = [
  { kind: 'none' },
  { kind: 'system' },
  { kind: 'server', url: '', user: '', password: '' },
]

const families = [
  [0, 'either'],
  [4, 'IPv4'],
  [6, 'IPv6'],
] as const

export function NetworkSection({ settings: { network }, failures, edit }: ConnectionSetup) {
  const { proxy, family } = network
  const changeProxy = (changed: Proxy) => edit({ network: { ...network, proxy: changed } })
  const choose = useKinds(proxy, plain, changeProxy)
  return (
    <>
      <ChoiceRow
        label="Proxy"
        note={notes[proxy.kind]}
        words={proxies}
        value={proxy.kind}
        failure={failures.network}
        onChange={choose}
      />
      {proxy.kind === 'server' && (
        <>
          <TextRow
            label="Proxy address"
            hint="socks5://localhost:1080"
            isMono
            isLong
            maxLength={65_536}
            value={proxy.url}
            onChange={(url) => changeProxy({ ...proxy, url })}
          />
          <TextRow
            label="Proxy user"
            note="Where it asks for one."
            maxLength={65_536}
            value={proxy.user}
            onChange={(user) => changeProxy({ ...proxy, user })}
          />
          <SecretRow
            label="Proxy password"
            value={proxy.password}
            onChange={(password) => changeProxy({ ...proxy, password })}
          />
        </>
      )}
      <ChoiceRow
        label="Addresses"
        note="Of a name that has both: whichever answers first."
        words={families}
        value={family}
        onChange={(changed) => edit({ network: { ...network, family: changed } })}
      />
    </>
  )
}
