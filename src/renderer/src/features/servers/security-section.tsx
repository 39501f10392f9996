/** Where a server listens, how it is encrypted, and whose pages it lets in. */
import { FailureLine } from '../../ui/failure-line'
import { LateInput } from '../../ui/late-input'
import { Segments } from '../../ui/segments'
import { SettingRow } from '../../ui/setting-row'
import type { ServerSetup } from './draft-store'
import { EXPOSED_SENTENCE, hostFor, isBeyondThisComputer, listeningChoices, listeningOf, splitList } from './listening'
import { TlsFields } from './tls-fields'

/** Of a running server, beside what cannot be changed. */
export const STOP_FIRST = 'Stop the server to change this.'

export function SecuritySection({ settings, failures, isRunning, edit }: ServerSetup) {
  const { host, tls, compression, allowedOrigins, allowedHosts, auth } = settings
  const choice = listeningOf(host)
  const isExposed = isBeyondThisComputer(host)
  return (
    <>
      <fieldset className="setting-group" disabled={isRunning}>
        {isRunning && <p className="setting-lock">{STOP_FIRST}</p>}
        <SettingRow label="Listen on" failure={failures.host} isWide>
          {() => (
            <Segments
              label="Listen on"
              options={listeningChoices}
              value={choice}
              onChange={(chosen) => chosen !== choice && edit({ host: hostFor(chosen) })}
            />
          )}
        </SettingRow>
        {choice === 'An address' && (
          <SettingRow label="Address" note="An address of this computer.">
            {(id) => (
              <LateInput
                id={id}
                className="field mono"
                spellCheck={false}
                maxLength={255}
                value={host}
                onCommit={(typed) => {
                  const address = typed.trim()
                  if (address === '') return host
                  edit({ host: address })
                  return address
                }}
              />
            )}
          </SettingRow>
        )}
        {isExposed && (
          <p className="setting-warning">
            {EXPOSED_SENTENCE} {auth.kind === 'none' && 'Nobody has to prove who he is: see Access.'}
          </p>
        )}
        <TlsFields tls={tls} failure={failures.tls} onChange={(changed) => edit({ tls: changed })} />
        <SettingRow label="Compression" note="Of clients that offer it; about 300 KiB for each that does.">
          {(id) => (
            <label className="setting-check">
              <input
                id={id}
                type="checkbox"
                checked={compression}
                onChange={(event) => edit({ compression: event.target.checked })}
              />
              Accept permessage-deflate
            </label>
          )}
        </SettingRow>
      </fieldset>
      <SettingRow
        label="Allowed origins"
        note="Web pages let in besides those of this computer; * lets in all."
        failure={failures.allowedOrigins}
      >
        {(id) => (
          <LateInput
            id={id}
            className="field mono"
            placeholder="https://app.example.com"
            spellCheck={false}
            value={allowedOrigins.join(', ')}
            onCommit={(typed) => commitList(typed, (list) => edit({ allowedOrigins: list }))}
          />
        )}
      </SettingRow>
      <SettingRow
        label="Allowed hosts"
        note="Names let in besides localhost and addresses; others are answered 403."
        failure={failures.allowedHosts}
      >
        {(id) => (
          <LateInput
            id={id}
            className="field mono"
            placeholder="lab.example.com"
            spellCheck={false}
            value={allowedHosts.join(', ')}
            onCommit={(typed) => commitList(typed, (list) => edit({ allowedHosts: list }))}
          />
        )}
      </SettingRow>
      {failures.compression !== undefined && <FailureLine failure={failures.compression} />}
    </>
  )
}

function commitList(typed: string, take: (list: string[]) => void): string {
  const list = splitList(typed)
  take(list)
  return list.join(', ')
}
