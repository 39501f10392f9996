/** All a connection can be told besides what its bar holds, in sections; and the request that comes of it. */
// First, so that a section's own rules come after and win.
import '../../ui/setup.css'
import './connection-setup.css'
import { useState } from 'react'
import { assertNever } from '../../../../shared/assert-never'
import type { Failure } from '../../../../shared/failure'
import { connectionIdOf, useApp } from '../../state/app-store'
import { useConnection } from '../../state/workspace-store'
import { FailureLine } from '../../ui/failure-line'
import { SectionList } from '../../ui/section-list'
import { AuthorizationSection } from './authorization-section'
import { CompressionSection } from './compression-section'
import { DecodingSection } from './decoding-section'
import { keyOf } from './edits'
import { NetworkSection } from './network-section'
import { OnOpenSection } from './on-open-section'
import { RequestSection } from './request-section'
import { ResolvedRequest } from './resolved-request'
import { countChanges, type Section, type SettingName, sectionOf, sections } from './section'
import { type ConnectionSetup, reconnect, showSection, useConnectionSetup, useSetup } from './setup-store'
import { StayingSection } from './staying-section'
import { TlsSection } from './tls-section'
import { ValidationSection } from './validation-section'

export function ConnectionSetupTab() {
  const place = useApp((state) => state.place)
  const connection = useConnection(connectionIdOf(place))
  const setup = useConnectionSetup(connection)
  const section = useSetup((state) => state.section)
  const failing = new Set<Section>()
  for (const [name, failure] of Object.entries(setup.failures)) {
    const owner = failure === undefined ? undefined : sectionOf(name as SettingName)
    if (owner !== undefined) failing.add(owner)
  }
  if (place.kind === 'connection' && connection === undefined) return null
  return (
    <div className="connection-setup">
      <div className="setup">
        <div className="setup-side">
          <SectionList
            sections={sections}
            section={section}
            counts={countChanges(setup.settings)}
            failing={failing}
            onShow={showSection}
          />
        </div>
        <div className="setup-main">
          {/* Another section, or another connection, begins at its top. */}
          <section key={`${section} ${keyOf(connection)}`} className="setup-body" aria-label={section}>
            <SectionBody section={section} setup={setup} />
          </section>
          {/* Beneath, so that nothing moves while one types. */}
          {connection !== undefined && setup.waiting.length > 0 && <Waiting id={connection.id} />}
        </div>
        <ResolvedRequest settings={setup.settings} />
      </div>
    </div>
  )
}

/** What was changed is of the handshake, and that is over. */
function Waiting({ id }: { id: number }) {
  const [failure, setFailure] = useState<Failure>()
  const act = async () => {
    const done = await reconnect(id)
    setFailure(done.ok ? undefined : done.error)
  }
  return (
    <div className="setup-waiting" role="status">
      <span>Counts from the next connect.</span>
      <button type="button" className="button" onClick={() => void act()}>
        Reconnect
      </button>
      {failure !== undefined && <FailureLine failure={failure} />}
    </div>
  )
}

function SectionBody({ section, setup }: { section: Section; setup: ConnectionSetup }) {
  switch (section) {
    case 'Request':
      return <RequestSection {...setup} />
    case 'Authorization':
      return <AuthorizationSection {...setup} />
    case 'Messages on open':
      return <OnOpenSection {...setup} />
    case 'Staying connected':
      return <StayingSection {...setup} />
    case 'Network':
      return <NetworkSection {...setup} />
    case 'TLS':
      return <TlsSection {...setup} />
    case 'Compression':
      return <CompressionSection {...setup} />
    case 'Decoding':
      return <DecodingSection decodings={setup.settings.decoding} onChange={(decoding) => setup.edit({ decoding })} />
    case 'Validation':
      return <ValidationSection {...setup} />
    default:
      return assertNever(section)
  }
}
