/** The opening handshake of the connection selected: what was asked, what was answered, how long each step took. */
import type { ConnectionState } from '../../../../shared/protocol/connection-state'
import type { Handshake } from '../../../../shared/protocol/handshake'
import { connectionIdOf, useApp } from '../../state/app-store'
import { copyText } from '../../state/copy-text'
import { useHandshake } from '../../state/use-handshake'
import { useConnection } from '../../state/workspace-store'
import { CopyButton } from '../../ui/copy-button'
import { formatTime } from '../../ui/format'
import { curlCommand } from './curl-command'
import { EarlierPart } from './earlier-part'
import { ExtensionPart } from './extension-part'
import { requestText, responseText, wasRequestSent } from './handshake-text'
import { HttpPart } from './http-part'
import { TimingBar } from './timing-bar'
import { TlsPart } from './tls-part'
import './handshake.css'
import './inspector.css'

export function HandshakeTab() {
  const id = useApp((state) => connectionIdOf(state.place))
  const connection = useConnection(id)
  const state = connection?.state
  const handshake = useHandshake(id, state)
  if (id === undefined) return <p className="empty">Select one connection in the sidebar to see its handshake.</p>
  if (handshake === undefined) return <p className="empty">{whyThereIsNone(state)}</p>
  const wasSent = connection === undefined || wasRequestSent(handshake, connection.settings.url)
  return (
    <div className="handshake">
      <HandshakeFacts handshake={handshake} />
      {handshake.earlier !== undefined && handshake.earlier.length > 0 && <EarlierPart earlier={handshake.earlier} />}
      <div className="http-parts">
        <HttpPart
          title={wasSent ? 'Request' : 'Request, not sent'}
          firstLine={`${handshake.requestLine} HTTP/1.1`}
          headers={handshake.requestHeaders}
          copyLabel="Copy request"
          text={requestText(handshake)}
          tools={
            <CopyButton
              label="Copy as curl"
              onCopy={() => copyText(curlCommand(handshake, connection?.settings.url ?? ''))}
            />
          }
        />
        <ResponsePart response={handshake.response} state={state} />
      </div>
      {handshake.tls !== undefined && <TlsPart tls={handshake.tls} connection={connection} />}
      <ExtensionPart extensions={handshake.extensions} />
    </div>
  )
}

function HandshakeFacts({
  handshake: { timing, subprotocol, extensions, remoteAddress, proxy },
}: {
  handshake: Handshake
}) {
  return (
    <div className="handshake-facts">
      <dl className="facts selectable">
        <Fact name="Subprotocol" value={subprotocol} />
        <Fact name="Extensions" value={extensions} />
        <Fact name="Remote address" value={remoteAddress ?? ''} />
        {proxy !== undefined && <Fact name="Proxy" value={proxy} />}
        <Fact name="Started" value={formatTime(timing.startedAtMs)} />
      </dl>
      <TimingBar timing={timing} />
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{value === '' ? <span className="absent">none</span> : value}</dd>
    </>
  )
}

interface ResponseProps {
  response: Handshake['response']
  state: ConnectionState | undefined
}

function ResponsePart({ response, state }: ResponseProps) {
  if (response === undefined) {
    return (
      <section className="http-part" aria-label="Response">
        <header>
          <h3>Response</h3>
        </header>
        <p className="http-none selectable">
          {state?.name === 'failed' ? `None came. ${state.error.message}` : 'None came yet.'}
        </p>
      </section>
    )
  }
  const { statusCode, statusText, headers, body, bodyTruncated } = response
  return (
    <HttpPart
      title="Response"
      firstLine={`HTTP/1.1 ${statusCode} ${statusText}`.trimEnd()}
      tone={statusCode === 101 ? 'good' : 'bad'}
      headers={headers}
      copyLabel="Copy response"
      text={responseText(response)}
    >
      {body !== undefined && body !== '' && (
        <>
          <h4>Body{bodyTruncated === true && ' (its beginning)'}</h4>
          <pre className="http-body mono selectable">{body}</pre>
        </>
      )}
    </HttpPart>
  )
}

function whyThereIsNone(state: ConnectionState | undefined): string {
  switch (state?.name) {
    case 'connecting':
      return 'Dialling. The handshake appears here when it is done.'
    case 'failed':
      return state.error.message
    case undefined:
      return 'This client has left; its handshake left with it.'
    default:
      return 'Not dialled yet. Connect, and the handshake appears here.'
  }
}
