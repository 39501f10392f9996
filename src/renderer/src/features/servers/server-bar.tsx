/** Above the log of a local server: what it does, where, its knobs, start and stop. Also the form of a new one. */
import { type FormEvent, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { BehaviourName, BehaviourOptions } from '../../../../shared/protocol/behaviour'
import type { ServerSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { goTo, showTab } from '../../state/app-store'
import { useWorkspace } from '../../state/workspace-store'
import { FailureLine } from '../../ui/failure-line'
import { StateDot } from '../../ui/state-dot'
import { BehaviourFields } from './behaviour-fields'
import './servers.css'

/** What the tutorials use, and what people try first. */
const DEFAULT_PORT = 8080

/** @param server undefined for a new one */
export function ServerBar({ server }: { server: ServerSummary | undefined }) {
  const behaviours = useWorkspace((state) => state.behaviours)
  const [behaviour, setBehaviour] = useState<BehaviourName>(server?.behaviour ?? 'echo')
  const [port, setPort] = useState(String(server?.port ?? DEFAULT_PORT))
  const [origins, setOrigins] = useState(server?.allowedOrigins.join(', ') ?? '')
  const [compression, setCompression] = useState(server?.compression ?? false)
  const [options, setOptions] = useState<BehaviourOptions>(server?.options ?? {})
  const [failure, setFailure] = useState<Failure>()
  const running = server?.state.name === 'running' ? server.state : undefined
  const isRunning = running !== undefined
  const type = behaviours.find(({ name }) => name === behaviour)

  const start = async (atPort: number) => {
    const allowedOrigins = origins.split(/[,\s]+/).filter((origin) => origin !== '')
    const settings = { behaviour, port: atPort, options, allowedOrigins, compression }
    const started = await call('server.start', { id: server?.id, ...settings })
    if (!started.ok) return setFailure(started.error)
    setFailure(undefined)
    setPort(String(atPort))
    if (server === undefined) {
      goTo({ kind: 'server', id: started.value.id })
      showTab('Clients')
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const typed = Number(port)
    if (port.trim() !== '' && Number.isInteger(typed) && typed >= 0 && typed <= 65_535) return void start(typed)
    setFailure({
      code: 'ERR_OPTION_INVALID',
      message: `“${port}” is not a port. Type a number from 0 to 65535; 0 takes any free one.`,
    })
  }
  const configure = async (change: BehaviourOptions) => {
    const next = { ...options, ...change }
    setOptions(next)
    if (server === undefined || !isRunning) return
    const configured = await call('server.configure', { id: server.id, options: next })
    setFailure(configured.ok ? undefined : configured.error)
  }
  const stop = async () => {
    if (server === undefined) return
    const stopped = await call('server.stop', { id: server.id })
    if (!stopped.ok) setFailure(stopped.error)
  }

  const { suggestedPort } = failure ?? {}
  return (
    <header className="server-bar">
      <form className="server-form" onSubmit={submit}>
        <label className="label">
          Behaviour
          <select
            className="field"
            disabled={isRunning}
            value={behaviour}
            onChange={(event) => {
              setBehaviour(event.target.value as BehaviourName)
              setOptions({})
            }}
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
            onChange={(event) => setPort(event.target.value)}
          />
        </label>
        <BehaviourFields fields={type?.options ?? []} values={options} onChange={(change) => void configure(change)} />
        <label className="label origins">
          Allowed origins
          <input
            className="field mono"
            disabled={isRunning}
            placeholder="loopback pages only"
            title="Web pages that may connect besides those of this computer, such as https://app.example.com"
            value={origins}
            onChange={(event) => setOrigins(event.target.value)}
          />
        </label>
        <label className="label check">
          <input
            type="checkbox"
            disabled={isRunning}
            checked={compression}
            onChange={(event) => setCompression(event.target.checked)}
          />
          Accept permessage-deflate
        </label>
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
          <span className="server-url">
            <StateDot state="open" />
            <span className="mono selectable">{running.url}</span>
            <button
              type="button"
              className="button quiet"
              onClick={() => void call('clipboard.write', { text: running.url })}
            >
              Copy address
            </button>
          </span>
        ) : (
          server !== undefined && (
            <span className="server-url">
              <StateDot state="closed" />
              stopped
            </span>
          )
        )}
        <span>{type?.description}</span>
      </p>
      {failure !== undefined && (
        <FailureLine failure={failure}>
          {suggestedPort !== undefined && (
            <button type="button" className="button" onClick={() => void start(suggestedPort)}>
              Use {suggestedPort}
            </button>
          )}
        </FailureLine>
      )}
    </header>
  )
}
