/** What is sent by itself, as it is being put together: which messages, with which waits, how often, to whom. */
import { create } from 'zustand'
import type { SendTaskInput } from '../../../../shared/protocol/send-task'
import { call } from '../../bridge'
import type { Draft } from './draft'
import { readOutgoing } from './outgoing'

/** More is a list in a file. */
export const STEPS_MAX = 500

export interface SequenceStep {
  draft: Draft
  /** Before the next one. */
  waitMs: number
}

export interface Sequence {
  /** Empty: what stands in the panel when it is started. */
  steps: SequenceStep[]
  /** 0 for no end. */
  rounds: number
  everyMs: number
  /** Besides the connection that is selected. */
  alsoTo: number[]
}

export const useSequence = create<Sequence>(() => ({ steps: [], rounds: 1, everyMs: 1_000, alsoTo: [] }))

export function changeSequence(change: Partial<Sequence>): void {
  useSequence.setState(change)
}

export function addStep(draft: Draft): void {
  useSequence.setState(({ steps }) => ({ steps: [...steps, { draft, waitMs: 0 }].slice(0, STEPS_MAX) }))
}

/** Each line a message of its own; empty ones are none. */
export function addLines(draft: Draft): void {
  const lines = draft.content.split(/\r?\n/).filter((line) => line.trim() !== '')
  const added = lines.map((content) => ({ draft: { kind: draft.kind, content }, waitMs: 0 }))
  useSequence.setState(({ steps }) => ({ steps: [...steps, ...added].slice(0, STEPS_MAX) }))
}

export function changeStep(at: number, waitMs: number): void {
  useSequence.setState(({ steps }) => ({
    steps: steps.map((step, place) => (place === at ? { ...step, waitMs } : step)),
  }))
}

/**
 * @param panel what stands in the panel, sent where the sequence has no steps of its own
 * @returns what is wrong, in a sentence; nothing when it has begun
 */
export async function startSequence(connectionId: number, panel: Draft | undefined): Promise<string | undefined> {
  const { steps, rounds, everyMs, alsoTo } = useSequence.getState()
  const wanted = steps.length > 0 || panel === undefined ? steps : [{ draft: panel, waitMs: 0 }]
  if (wanted.length === 0) return 'There is no message to send. Write one in the panel, or add some here.'
  const messages: Extract<SendTaskInput, { kind: 'messages' }>['messages'] = []
  for (const [at, { draft, waitMs }] of wanted.entries()) {
    const outgoing = readOutgoing(draft)
    if (!outgoing.ok) return `Message ${at + 1} cannot be sent: ${outgoing.problem || 'it is empty.'}`
    messages.push({ type: outgoing.type, payload: outgoing.payload, waitMs })
  }
  const connectionIds = [...new Set([connectionId, ...alsoTo])]
  const started = await call('send.start', { kind: 'messages', connectionIds, messages, rounds, everyMs })
  return started.ok ? undefined : started.error.message
}
