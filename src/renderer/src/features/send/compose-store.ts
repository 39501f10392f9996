/** What is being written, what was sent before, and the sending itself. In memory only: a message may hold a secret. */
import { create } from 'zustand'
import type { Failure } from '../../../../shared/failure'
import { call } from '../../bridge'
import type { Draft } from './draft'
import { HISTORY_CONTENT_MAX, remember, type Step, stepToNewer, stepToOlder, type Walk } from './history'
import { type Outgoing, readOutgoing, type Source } from './outgoing'
import type { SendTarget } from './send-target'
import { formatBase64, formatHex, parseBase64, parseHex } from './typed-bytes'

export const modes = ['Text', 'JSON', 'Binary'] as const
export type Mode = (typeof modes)[number]

export const binarySources = ['hex', 'base64', 'file'] as const
export type BinarySource = (typeof binarySources)[number]

export interface ChosenFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface ComposeState {
  mode: Mode
  /** Of Text and JSON both: to change between them only changes how it is read. */
  text: string
  binarySource: BinarySource
  /** As hex or base64. */
  binaryText: string
  file: ChosenFile | undefined
  /** Newest last. */
  history: readonly Draft[]
  walk: Walk | undefined
  /** Of the last sending, and where it was meant to go. */
  failure: { targetId: number; failure: Failure } | undefined
}

export const useCompose = create<ComposeState>(() => ({
  mode: 'Text',
  text: '',
  binarySource: 'hex',
  binaryText: '',
  file: undefined,
  history: [],
  walk: undefined,
  failure: undefined,
}))

/** What the user typed. */
export function write(change: Partial<Pick<ComposeState, 'text' | 'binaryText' | 'file'>>): void {
  useCompose.setState({ ...change, walk: undefined, failure: undefined })
}

export function changeMode(mode: Mode): void {
  useCompose.setState({ mode, failure: undefined })
}

/** Bytes that were typed well are written anew in the other notation. */
export function changeBinarySource(binarySource: BinarySource): void {
  useCompose.setState(({ binarySource: before, binaryText }) => {
    if (before === 'hex' && binarySource === 'base64') {
      const typed = parseHex(binaryText)
      if (typed.ok) return { binarySource, binaryText: formatBase64(typed.bytes) }
    }
    if (before === 'base64' && binarySource === 'hex') {
      const typed = parseBase64(binaryText)
      if (typed.ok) return { binarySource, binaryText: formatHex(typed.bytes) }
    }
    return { binarySource }
  })
}

/** What stands in the panel, for the history and to be saved; of a file its bytes in hex, if it is no large one. */
export function draftOf({ mode, text, binarySource, binaryText, file }: ComposeState): Draft | undefined {
  if (mode !== 'Binary') return { kind: mode === 'JSON' ? 'json' : 'text', content: text }
  if (binarySource !== 'file') return { kind: binarySource, content: binaryText }
  if (file === undefined || file.bytes.byteLength * 3 > HISTORY_CONTENT_MAX) return undefined
  return { kind: 'hex', content: formatHex(file.bytes) }
}

/** Takes a draft back into the panel. */
export function load(draft: Draft): void {
  useCompose.setState({ ...stateOf(draft), walk: undefined, failure: undefined })
}

export function showOlder(): void {
  const state = useCompose.getState()
  apply(stepToOlder(state.history, state.walk, draftOf(state) ?? { kind: 'hex', content: '' }))
}

export function showNewer(): void {
  const { history, walk } = useCompose.getState()
  apply(stepToNewer(history, walk))
}

function apply(step: Step | undefined): void {
  if (step !== undefined) useCompose.setState({ ...stateOf(step.draft), walk: step.walk, failure: undefined })
}

function stateOf({ kind, content }: Draft): Partial<ComposeState> {
  if (kind === 'text' || kind === 'json') return { mode: kind === 'json' ? 'JSON' : 'Text', text: content }
  return { mode: 'Binary', binarySource: kind, binaryText: content }
}

/** @returns undefined where a file is to be sent and none was chosen */
export function outgoingOf(state: ComposeState): Outgoing | undefined {
  const source = sourceOf(state)
  return source === undefined ? undefined : readOutgoing(source)
}

function sourceOf(state: ComposeState): Source | undefined {
  if (state.mode !== 'Binary' || state.binarySource !== 'file') return draftOf(state)
  return state.file === undefined ? undefined : { kind: 'file', bytes: state.file.bytes }
}

/** Sends what stands in the panel and leaves it there. */
export async function send(target: SendTarget): Promise<void> {
  const state = useCompose.getState()
  const outgoing = outgoingOf(state)
  if (target.kind === 'none' || outgoing?.ok !== true) return
  const { type, payload } = outgoing
  const sent =
    target.kind === 'connection'
      ? await call('frame.send', { connectionId: target.id, type, payload, resolves: true })
      : await call('server.broadcast', { id: target.id, type, payload, resolves: true })
  if (!sent.ok) {
    useCompose.setState({ failure: { targetId: target.id, failure: sent.error } })
    return
  }
  const draft = draftOf(state)
  useCompose.setState(({ history }) => ({
    history: draft === undefined ? history : remember(history, draft),
    walk: undefined,
    failure: undefined,
  }))
}
