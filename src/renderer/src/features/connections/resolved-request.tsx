/** The request before it is sent: as it will go out, with variables filled in and secrets hidden. */
import type { Failure, Result } from '../../../../shared/failure'
import type { ResolvedRequest as Resolved } from '../../../../shared/ipc/contract'
import type { ConnectionSettings } from '../../../../shared/protocol/connection-settings'
import { useResolved } from './use-resolved'

export function ResolvedRequest({ settings }: { settings: ConnectionSettings }) {
  return <ResolvedRequestView resolved={useResolved(settings)} />
}

/** @param resolved undefined while there is nothing to show */
export function ResolvedRequestView({ resolved }: { resolved: Result<Resolved> | undefined }) {
  return (
    <section className="resolved" aria-label="Resolved request">
      <h3>The request, as it will be sent</h3>
      {resolved === undefined && <p className="resolved-none">With a URL it stands here.</p>}
      {resolved?.ok === false && <Problem failure={resolved.error} />}
      {resolved?.ok && <Request resolved={resolved.value} />}
    </section>
  )
}

function Request({ resolved }: { resolved: Resolved }) {
  const { url, requestLine, headers, unknownVariables, problem, login } = resolved
  return (
    <>
      {problem !== undefined && <Problem failure={problem} />}
      {unknownVariables.length > 0 && problem?.code !== 'ERR_VARIABLE_UNKNOWN' && (
        <p className="resolved-unknown" role="status">
          Nothing is known of{' '}
          {unknownVariables.map((name, at) => (
            <span key={name}>
              {at > 0 && ', '}
              <code className="mono">{`{{${name}}}`}</code>
            </span>
          ))}
          : {unknownVariables.length === 1 ? 'it is' : 'they are'} sent as{' '}
          {unknownVariables.length === 1 ? 'it stands' : 'they stand'}.
        </p>
      )}
      {login !== undefined && (
        <p className="resolved-login">
          First <code className="mono">{login}</code>
        </p>
      )}
      {requestLine !== '' && (
        <div className="resolved-lines mono selectable">
          <p className="resolved-line" title={url}>
            {requestLine}
          </p>
          <dl>
            {headers.map(([name, value], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a header may stand there twice
              <div key={at}>
                <dt>{name}:</dt> <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </>
  )
}

/** Not called out as an alert: it comes and goes with every key, and a dial will say it again. */
function Problem({ failure }: { failure: Failure }) {
  return (
    <p className="failure">
      <span>{failure.message}</span>
      <code>{failure.code}</code>
    </p>
  )
}
