/** All a local server can be told besides what its bar holds, in sections. */
// First, so that a section's own rules come after and win.
import '../../ui/setup.css'
import './setup.css'
import { assertNever } from '../../../../shared/assert-never'
import { serverIdOf, useApp } from '../../state/app-store'
import { useServer } from '../../state/workspace-store'
import { SectionList } from '../../ui/section-list'
import { AccessSection } from './access-section'
import { keyOf } from './draft'
import { type ServerSetup, showSection, useDrafts, useServerSetup } from './draft-store'
import { FaultsSection } from './faults-section'
import { LimitsSection } from './limits-section'
import { RulesSection } from './rules-section'
import { countChanges, type Section, type SettingName, sectionOf, sections } from './section'
import { SecuritySection } from './security-section'
import { ServerFileButtons } from './server-file-buttons'
import { ValidationSection } from './validation-section'

export function SetupTab() {
  const place = useApp((state) => state.place)
  const server = useServer(serverIdOf(place))
  const setup = useServerSetup(server)
  const section = useDrafts((state) => state.section)
  const failing = new Set<Section>()
  for (const [name, failure] of Object.entries(setup.failures)) {
    const owner = failure === undefined ? undefined : sectionOf(name as SettingName)
    if (owner !== undefined) failing.add(owner)
  }
  if (place.kind === 'server' && server === undefined) return null
  return (
    <div className="setup">
      <div className="setup-side">
        <SectionList
          sections={sections}
          section={section}
          counts={countChanges(setup.settings)}
          failing={failing}
          onShow={showSection}
        />
        <ServerFileButtons key={keyOf(server)} {...setup} />
      </div>
      {/* Another section, or another server, begins at its top. */}
      <section key={`${section} ${keyOf(server)}`} className="setup-body" aria-label={section}>
        <SectionBody section={section} setup={setup} />
      </section>
    </div>
  )
}

function SectionBody({ section, setup }: { section: Section; setup: ServerSetup }) {
  switch (section) {
    case 'Security':
      return <SecuritySection {...setup} />
    case 'Access':
      return <AccessSection {...setup} />
    case 'Limits':
      return <LimitsSection {...setup} />
    case 'Validation':
      return <ValidationSection {...setup} />
    case 'Faults':
      return <FaultsSection {...setup} />
    case 'Rules':
      return <RulesSection {...setup} />
    default:
      return assertNever(section)
  }
}
