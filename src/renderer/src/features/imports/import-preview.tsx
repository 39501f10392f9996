/** What an import would make, before it is made: where each connection goes and with what; and what was not understood. */
import type { ConnectionSettings } from '../../../../shared/protocol/connection-settings'
import { useDesk } from '../../state/desk-store'
import { type Imported, variablesIn } from './imported'
import { settingLines } from './setting-lines'

export function ImportPreview({ imported }: { imported: Imported }) {
  const { what, connections, variables, notes } = imported
  return (
    <section aria-label="What will be made">
      <p className="import-what">
        Read as {what}. {connections.length === 1 ? 'One connection' : `${connections.length} connections`}, not dialled
        yet:
      </p>
      <ul className="import-list">
        {connections.map((settings, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: read anew as a whole, and two may be alike
          <ConnectionPreview key={index} settings={settings} />
        ))}
      </ul>
      <VariableLines connections={connections} variables={variables} />
      {notes.length > 0 && (
        <>
          <h3 className="import-head">Not taken, or for you to see to</h3>
          <ul className="import-notes">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function ConnectionPreview({ settings }: { settings: ConnectionSettings }) {
  return (
    <li className="import-connection">
      {settings.name !== '' && (
        <b>
          {settings.folder !== '' && <span className="import-folder">{settings.folder} / </span>}
          {settings.name}
        </b>
      )}
      <span className="mono import-url">{settings.url}</span>
      <dl>
        {settingLines(settings).map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header may stand there twice
          <div key={index}>
            <dt>{name}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

/** New ones with their values; and those of the user’s that would be sent there, since the text may be a stranger’s. */
function VariableLines({ connections, variables }: Pick<Imported, 'connections' | 'variables'>) {
  const { globals, environments } = useDesk()
  const known = new Set([...globals, ...environments.flatMap((each) => each.variables)].map(({ name }) => name))
  const made = variables.filter(({ name }) => !globals.some((each) => each.name === name))
  const used = variablesIn(connections).filter((name) => known.has(name))
  const unknown = variablesIn(connections).filter(
    (name) => !known.has(name) && !made.some((each) => each.name === name),
  )
  return (
    <>
      {made.length > 0 && (
        <>
          <h3 className="import-head">Variables, for all environments</h3>
          <ul className="import-notes">
            {made.map(({ name, value }) => (
              <li key={name}>
                <code>{`{{${name}}}`}</code>{' '}
                {value === '' ? 'is empty: give it a value under Environments.' : `= ${value}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {used.length > 0 && <p className="dialog-note">Sends your variables {used.join(', ')}.</p>}
      {unknown.length > 0 && <p className="dialog-note">Nothing is known yet of {unknown.join(', ')}.</p>}
    </>
  )
}
