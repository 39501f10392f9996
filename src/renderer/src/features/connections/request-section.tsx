/** What a connection is called, and what its handshake says besides the URL. */
import { plainConnection } from '../../../../shared/protocol/connection-settings'
import { LineList } from '../../ui/line-list'
import { QuantityRow } from '../../ui/quantity-row'
import { SettingRow } from '../../ui/setting-row'
import { TextRow } from '../../ui/text-row'
import { PairList } from './pair-list'
import { requestRanges } from './setting-ranges'
import type { ConnectionSetup } from './setup-store'

const plain = plainConnection('')

const SUBPROTOCOLS_MAX = 200
const isBlank = (subprotocol: string) => subprotocol.trim() === ''

export function RequestSection({ settings, failures, edit }: ConnectionSetup) {
  const { name, folder, query, headers, origin, subprotocols } = settings
  return (
    <>
      <TextRow
        label="Name"
        note="Its address without one."
        maxLength={200}
        value={name}
        onChange={(changed) => edit({ name: changed })}
      />
      <TextRow
        label="Folder"
        note="Such as market/staging."
        maxLength={400}
        value={folder}
        onChange={(changed) => edit({ folder: changed })}
      />
      <SettingRow label="Query" failure={failures.query} isWide isTop>
        {() => <PairList noun="query parameter" pairs={query} onChange={(changed) => edit({ query: changed })} />}
      </SettingRow>
      <SettingRow label="Headers" failure={failures.headers} isWide isTop>
        {() => <PairList noun="header" pairs={headers} onChange={(changed) => edit({ headers: changed })} />}
      </SettingRow>
      <TextRow
        label="Origin"
        note="As a page there would send it."
        hint="https://app.example.com"
        isMono
        maxLength={1_024}
        failure={failures.origin}
        value={origin}
        onChange={(changed) => edit({ origin: changed })}
      />
      <SettingRow label="Subprotocols" failure={failures.subprotocols} isWide isTop>
        {() => (
          <LineList
            noun="subprotocol"
            lines={subprotocols}
            blank=""
            maxLines={SUBPROTOCOLS_MAX}
            isBlank={isBlank}
            onChange={(changed) => edit({ subprotocols: changed })}
          >
            {(subprotocol, change, label) => (
              <input
                className="field mono line-name"
                aria-label={label}
                placeholder="the preferred one first"
                spellCheck={false}
                maxLength={1_000}
                value={subprotocol}
                onChange={(event) => change(event.target.value)}
              />
            )}
          </LineList>
        )}
      </SettingRow>
      <QuantityRow
        label="Handshake timeout"
        note="From the click on; login and redirects included."
        range={requestRanges.handshakeTimeoutMs}
        value={settings.handshakeTimeoutMs}
        plain={plain.handshakeTimeoutMs}
        onChange={(handshakeTimeoutMs) => edit({ handshakeTimeoutMs })}
      />
      <QuantityRow
        label="Redirects"
        note="Followed at most; never to another scheme."
        range={requestRanges.redirectsMax}
        value={settings.redirectsMax}
        plain={plain.redirectsMax}
        onChange={(redirectsMax) => edit({ redirectsMax })}
      />
      <QuantityRow
        label="Message limit"
        note="A larger message ends the connection with 1009."
        range={requestRanges.messageMaxBytes}
        value={settings.messageMaxBytes}
        plain={plain.messageMaxBytes}
        onChange={(messageMaxBytes) => edit({ messageMaxBytes })}
      />
    </>
  )
}
