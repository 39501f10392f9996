/** Writes to the connection selected, or to all clients of the server selected. */
import { useDeferredValue, useMemo } from 'react'
import { useApp } from '../../state/app-store'
import { useWorkspace } from '../../state/workspace-store'
import { FailureLine } from '../../ui/failure-line'
import { formatBytes, formatCount } from '../../ui/format'
import { Segments } from '../../ui/segments'
import { BinaryBox } from './binary-box'
import { BinaryTools } from './binary-tools'
import { changeMode, modes, outgoingOf, send, showNewer, showOlder, useCompose, write } from './compose-store'
import { ControlMenu } from './control-menu'
import { formatJson } from './format-json'
import { HistoryMenu } from './history-menu'
import { MessageEditor } from './message-editor'
import type { Outgoing } from './outgoing'
import { SavedMenu } from './saved-menu'
import { type SendTarget, sendTargetOf } from './send-target'
import './send.css'

const SEND_KEYS = navigator.userAgent.includes('Mac') ? '⌘↵' : 'Ctrl+↵'

export function SendPanel() {
  const target = useSendTarget()
  const state = useCompose()
  const { mode, text, binarySource, binaryText, file, failure } = state
  // Checking megabytes must not hold up the letters.
  const checked = useDeferredValue(state)
  const outgoing = useMemo(() => outgoingOf(checked), [checked])
  const submit = () => void send(target)
  const handlers = { onSubmit: submit, onOlder: showOlder, onNewer: showNewer }
  const shownFailure = target.kind !== 'none' && failure?.targetId === target.id ? failure.failure : undefined
  return (
    <section className="send-panel" aria-label="Compose">
      <div className="send-toolbar">
        <Segments label="Kind of message" options={modes} value={mode} onChange={changeMode} />
        {mode === 'JSON' && <FormatButton canFormat={outgoing?.ok === true} />}
        {mode === 'Binary' && <BinaryTools />}
        <Hint target={target} outgoing={outgoing} />
        <HistoryMenu />
        <SavedMenu />
        <ControlMenu target={target} />
        <button
          type="button"
          className="button primary send-button"
          aria-label="Send"
          disabled={target.kind === 'none' || outgoing?.ok !== true}
          onClick={submit}
        >
          Send <kbd>{SEND_KEYS}</kbd>
        </button>
      </div>
      {mode === 'Binary' ? (
        <BinaryBox source={binarySource} text={binaryText} file={file} {...handlers} />
      ) : (
        <MessageEditor
          value={text}
          isJson={mode === 'JSON'}
          onChange={(typed) => write({ text: typed })}
          {...handlers}
        />
      )}
      {shownFailure !== undefined && <FailureLine failure={shownFailure} />}
    </section>
  )
}

function useSendTarget(): SendTarget {
  const place = useApp((state) => state.place)
  const connections = useWorkspace((state) => state.connections)
  const servers = useWorkspace((state) => state.servers)
  return useMemo(() => sendTargetOf(place, connections, servers), [place, connections, servers])
}

/** Why it cannot go, what is wrong with it, or where it goes and how large it is. */
function Hint({ target, outgoing }: { target: SendTarget; outgoing: Outgoing | undefined }) {
  const problem = outgoing?.ok === false ? outgoing.problem : ''
  if (target.kind === 'none') return <HintLine text={target.why} />
  if (problem !== '') return <HintLine text={problem} isProblem />
  const size = outgoing?.ok === true && outgoing.byteLength > 0 ? formatBytes(outgoing.byteLength) : ''
  return <HintLine text={[recipients(target), size].filter((part) => part !== '').join(' · ')} />
}

function HintLine({ text, isProblem = false }: { text: string; isProblem?: boolean }) {
  return (
    <span className={isProblem ? 'send-hint send-problem' : 'send-hint'} title={text}>
      {text}
    </span>
  )
}

function recipients(target: SendTarget): string {
  if (target.kind !== 'server') return ''
  return `to ${formatCount(target.peerCount)} ${target.peerCount === 1 ? 'client' : 'clients'}`
}

function FormatButton({ canFormat }: { canFormat: boolean }) {
  const format = () => write({ text: formatJson(useCompose.getState().text) })
  return (
    <button type="button" className="button quiet" disabled={!canFormat} onClick={format}>
      Format
    </button>
  )
}
