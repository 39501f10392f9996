/** What came before the handshake: a login, redirects. Each an HTTP exchange of its own, folded up until it is looked at. */
import type { EarlierExchange } from '../../../../shared/protocol/handshake'
import { formatDuration } from '../../ui/format'
import { requestText, responseText } from './handshake-text'
import { HttpPart } from './http-part'

const TITLES: Record<EarlierExchange['kind'], string> = { login: 'Login', redirect: 'Redirect' }

export function EarlierPart({ earlier }: { earlier: readonly EarlierExchange[] }) {
  return (
    <section className="earlier-part" aria-label="Before the handshake">
      <h3>Before the handshake</h3>
      {earlier.map((exchange, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same request may be made twice, and its place is what it is
        <details key={at}>
          <summary>
            <b>{TITLES[exchange.kind]}</b> <span className="mono">{exchange.requestLine}</span>{' '}
            <span className={isGood(exchange) ? 'good' : 'bad'}>
              {exchange.response === undefined ? 'no answer' : `${exchange.response.statusCode}`}
            </span>{' '}
            <span className="earlier-duration">{formatDuration(exchange.durationMs)}</span>
          </summary>
          <p className="mono selectable earlier-url">{exchange.url}</p>
          <Exchange {...exchange} />
        </details>
      ))}
    </section>
  )
}

function Exchange({ requestLine, requestHeaders, response }: EarlierExchange) {
  return (
    <div className="http-parts">
      <HttpPart
        title="Request"
        firstLine={`${requestLine} HTTP/1.1`}
        headers={requestHeaders}
        copyLabel="Copy request"
        text={requestText({ requestLine, requestHeaders })}
      />
      {response !== undefined && (
        <HttpPart
          title="Response"
          firstLine={`HTTP/1.1 ${response.statusCode} ${response.statusText}`.trimEnd()}
          headers={response.headers}
          copyLabel="Copy response"
          text={responseText(response)}
        >
          {response.body !== undefined && response.body !== '' && (
            <pre className="http-body mono selectable">{response.body}</pre>
          )}
        </HttpPart>
      )}
    </div>
  )
}

/** A login that is let in, a redirect that points on. */
function isGood({ response }: EarlierExchange): boolean {
  return response !== undefined && response.statusCode < 400
}
