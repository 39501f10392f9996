/** Writes to the connection selected, or to all clients of the server selected. */
import { useDeferredValue, useMemo, useState } from 'react'
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
import { type MessageNotes, useMessageNotes } from './message-notes'
import type { Outgoing } from './outgoing'
import { SavedMenu } from './saved-menu'
import { type SendTarget, sendTargetOf } from './send-target'
import { SequenceMenu } from './sequence-menu'
import { TaskStrip } from './task-strip'
import './send.css'

const SEND_KEYS = navigator.userAgent.includes('Mac') ? '⌘↵' : 'Ctrl+↵'

export function SendPanel() {
  const target = useSendTarget()
  const state = useCompose()
  const { mode, text, binarySource, binaryText, file, failure } = state
  // Checking megabytes must not hold up the letters.
  const checked = useDeferredValue(state)
  const outgoing = useMemo(() => outgoingOf(checked), [checked])
  const connectionId = target.kind === 'connection' ? target.id : undefined
  const notes = useMessageNotes(connectionId, outgoing?.ok && typeof outgoing.payload === 'string' ? text : undefined)
  const misfit = useMisfit(target, text)
  const submit = () => {
    if (notes.schemaProblems.length > 0 && !misfit.isShown) misfit.show()
    else void send(target)
  }
  const handlers = { onSubmit: submit, onOlder: showOlder, onNewer: showNewer }
  const shownFailure = target.kind !== 'none' && failure?.targetId === target.id ? failure.failure : undefined
  return (
    <section className="send-panel" aria-label="Compose">
      <div className="send-toolbar">
        <Segments label="Kind of message" options={modes} value={mode} onChange={changeMode} />
        {mode === 'JSON' && <FormatButton canFormat={outgoing?.ok === true} />}
        {mode === 'Binary' && <BinaryTools />}
        <Hint target={target} outgoing={outgoing} notes={notes} />
        <HistoryMenu />
        <SavedMenu />
        <SequenceMenu target={target} />
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
      {misfit.isShown && notes.schemaProblems.length > 0 && (
        <Misfit
          problems={notes.schemaProblems}
          onSend={() => {
            misfit.hide()
            void send(target)
          }}
          onCancel={misfit.hide}
        />
      )}
      {target.kind === 'connection' && <TaskStrip connectionId={target.id} />}
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

/** The question about a message that does not fit its schema; another text or another place takes it back. */
function useMisfit(target: SendTarget, text: string) {
  const about = `${target.kind === 'none' ? '' : target.id} ${text}`
  const [asked, setAsked] = useState<string>()
  return { isShown: asked === about, show: () => setAsked(about), hide: () => setAsked(undefined) }
}

function Misfit({ problems, onSend, onCancel }: { problems: string[]; onSend(): void; onCancel(): void }) {
  return (
    <div className="failure send-misfit" role="alert">
      <span>
        It does not fit the connection’s schema: {problems[0]}
        {problems.length > 1 && ` (and ${problems.length - 1} more)`}
      </span>
      <button type="button" className="button" onClick={onSend}>
        Send anyway
      </button>
      <button type="button" className="button quiet" onClick={onCancel}>
        Cancel
      </button>
    </div>
  )
}

interface HintProps {
  target: SendTarget
  outgoing: Outgoing | undefined
  notes: MessageNotes
}

/** Why it cannot go, what is wrong with it, or how it will read, where it goes and how large it is. */
function Hint({ target, outgoing, notes }: HintProps) {
  const problem = outgoing?.ok === false ? outgoing.problem : ''
  if (target.kind === 'none') return <HintLine text={target.why} />
  if (problem !== '') return <HintLine text={problem} isProblem />
  if (notes.schemaProblems.length > 0)
    return <HintLine text={`Against the schema: ${notes.schemaProblems[0]}`} isProblem />
  if (notes.unknown.length > 0) {
    const names = notes.unknown.map((name) => `{{${name}}}`).join(', ')
    return <HintLine text={`Nothing is known of ${names}: sent as it stands`} isDoubt />
  }
  if (notes.preview !== undefined) return <HintLine text={`→ ${notes.preview}`} />
  const size = outgoing?.ok === true && outgoing.byteLength > 0 ? formatBytes(outgoing.byteLength) : ''
  return <HintLine text={[recipients(target), size].filter((part) => part !== '').join(' · ')} />
}

function HintLine(props: { text: string; isProblem?: boolean; isDoubt?: boolean }) {
  const { text, isProblem = false, isDoubt = false } = props
  const names = ['send-hint', isProblem && 'send-problem', isDoubt && 'send-doubt']
  return (
    <span className={names.filter(Boolean).join(' ')} title={text}>
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
