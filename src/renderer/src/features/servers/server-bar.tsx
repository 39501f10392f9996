/** Above the log of a local server: what it does, where, its knobs, start and stop. All else is in the Setup tab. */
import { type FormEvent, useEffect, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { BehaviourName } from '../../../../shared/protocol/behaviour'
import type { ServerSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { goTo, showTab } from '../../state/app-store'
import { useWorkspace } from '../../state/workspace-store'
import { FailureLine } from '../../ui/failure-line'
import { StateDot } from '../../ui/state-dot'
import { BehaviourFields } from './behaviour-fields'
import { keyOf, settingOfFailure } from './draft'
import { setFailure, showSection, startServer, useServerSetup } from './draft-store'
import { EXPOSED_SENTENCE, isBeyondThisComputer } from './listening'
import { sectionOf } from './section'
import { ServerAddress } from './server-address'
import './servers.css'

/** @param server undefined for a new one */
export function ServerBar({ server }: { server: ServerSummary | undefined }) {
  const behaviours = useWorkspace((state) => state.behaviours)
  const setup = useServerSetup(server)
  const { settings, failures, isRunning, edit } = setup
  const [port, setPort] = useState(String(settings.port))
  // An import brings another; what is half typed is no port yet, and stays.
  useEffect(() => setPort(String(settings.port)), [settings.port])
  const [failure, setStartFailure] = useState<Failure>()
  const running = server?.state.name === 'running' ? server.state : undefined
  const type = behaviours.find(({ name }) => name === settings.behaviour)

  const start = async (atPort: number) => {
    edit({ port: atPort })
    const started = await startServer({ ...setup, settings: { ...settings, port: atPort } })
    setStartFailure(started.ok ? undefined : started.error)
    if (!started.ok) {
      const name = settingOfFailure(started.error.code)
      if (name !== undefined) setFailure(keyOf(server), name, started.error)
      return
    }
    if (server === undefined) {
      goTo({ kind: 'server', id: started.value.id })
      showTab('Clients')
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const typed = portOf(port)
    if (typed !== undefined) return void start(typed)
    setStartFailure({
      code: 'ERR_OPTION_INVALID',
      message: `“${port}” is not a port. Type a number from 0 to 65535; 0 takes any free one.`,
    })
  }
  const typePort = (typed: string) => {
    setPort(typed)
    const whole = portOf(typed)
    if (whole !== undefined) edit({ port: whole })
  }
  const stop = async () => {
    if (server === undefined) return
    const stopped = await call('server.stop', { id: server.id })
    setStartFailure(stopped.ok ? undefined : stopped.error)
  }

  const shownFailure = failure ?? failures.options
  const { suggestedPort } = shownFailure ?? {}
  const isExposed = running?.isExposed ?? isBeyondThisComputer(settings.host)
  return (
    <header className="server-bar">
      <form className="server-form" onSubmit={submit}>
        <label className="label">
          Behaviour
          <select
            className="field"
            disabled={isRunning}
            value={settings.behaviour}
            onChange={(event) => edit({ behaviour: event.target.value as BehaviourName, options: {} })}
          >
            {behaviours.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label className="label">
          Port
          <input
            className="field port"
            inputMode="numeric"
            disabled={isRunning}
            value={running?.port ?? port}
            onChange={(event) => typePort(event.target.value)}
          />
        </label>
        <BehaviourFields
          fields={type?.options ?? []}
          values={settings.options}
          onChange={(change) => edit({ options: { ...settings.options, ...change } })}
        />
        {isRunning ? (
          <button type="button" className="button" onClick={() => void stop()}>
            Stop server
          </button>
        ) : (
          <button type="submit" className="button primary">
            Start server
          </button>
        )}
      </form>
      <p className="server-about">
        {running !== undefined ? (
          <ServerAddress running={running} />
        ) : (
          server !== undefined && (
            <span className="server-url">
              <StateDot state="closed" />
              stopped
            </span>
          )
        )}
        {isExposed && <span className="server-warning">{EXPOSED_SENTENCE}</span>}
        <span className="server-description" title={type?.description}>
          {type?.description}
        </span>
      </p>
      {shownFailure !== undefined && (
        <FailureLine failure={shownFailure}>
          {suggestedPort !== undefined && (
            <button type="button" className="button" onClick={() => void start(suggestedPort)}>
              Use {suggestedPort}
            </button>
          )}
          <ShowCause failure={shownFailure} />
        </FailureLine>
      )}
    </header>
  )
}

/** On to the section where a start that was refused can be mended. */
function ShowCause({ failure }: { failure: Failure }) {
  const name = settingOfFailure(failure.code)
  const section = name === undefined ? undefined : sectionOf(name)
  if (section === undefined) return null
  const show = () => {
    showTab('Setup')
    showSection(section)
  }
  return (
    <button type="button" className="button" onClick={show}>
      Show in {section}
    </button>
  )
}

function portOf(typed: string): number | undefined {
  const port = Number(typed)
  return typed.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined
}
