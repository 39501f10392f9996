/** The faults that are one amount each, in the groups they are shown in. */
import type { FaultSettings } from '../../../../shared/protocol/server-settings'
import type { QuantityRange } from '../../ui/quantity'

export type FaultAmount =
  | 'latencyMs'
  | 'jitterMs'
  | 'dropShare'
  | 'duplicateShare'
  | 'reorderShare'
  | 'corruptShare'
  | 'oversizeBytes'
  | 'bytesPerSecond'
  | 'refuseStatus'
  | 'seed'

export interface FaultField extends QuantityRange {
  name: FaultAmount
  label: string
  note: string
}

const MIB = 1024 ** 2
const share = { kind: 'share', min: 0, max: 1 } as const
const delay = { kind: 'duration', min: 0, max: 60_000 } as const

export const timingFields: readonly FaultField[] = [
  { name: 'latencyMs', label: 'Latency', ...delay, note: 'Every message comes so much later.' },
  { name: 'jitterMs', label: 'Jitter', ...delay, note: 'Up to so much more, evenly; the order is kept.' },
  {
    name: 'bytesPerSecond',
    label: 'Bandwidth',
    kind: 'rate',
    min: 100,
    max: 1024 * MIB,
    hasOff: true,
    note: 'Of each connection, each way.',
  },
]

export const messageFields: readonly FaultField[] = [
  { name: 'dropShare', label: 'Dropped', ...share, note: 'Of messages: never passed on.' },
  { name: 'duplicateShare', label: 'Duplicated', ...share, note: 'Passed on twice.' },
  { name: 'reorderShare', label: 'Reordered', ...share, note: 'Comes after the one that follows it.' },
  { name: 'corruptShare', label: 'Corrupted', ...share, note: 'Its bytes are spoilt, as chosen below.' },
]

export const oversizeField: FaultField = {
  name: 'oversizeBytes',
  label: 'Grown to',
  kind: 'bytes',
  min: 1,
  max: 16 * MIB,
  note: 'What a corrupted message is filled up to.',
}

export const refusalField: FaultField = {
  name: 'refuseStatus',
  label: 'Refuse handshakes',
  kind: 'count',
  min: 400,
  max: 599,
  hasOff: true,
  note: 'With this HTTP status, such as 503.',
}

export const seedField: FaultField = {
  name: 'seed',
  label: 'Seed',
  kind: 'count',
  min: 0,
  max: 0xffff_ffff,
  note: 'The same seed does the same to the same messages.',
}

/** A field's range, where a share and a status read zero differently. */
export const faultFields: readonly FaultField[] = [
  ...timingFields,
  ...messageFields,
  oversizeField,
  refusalField,
  seedField,
]

export const directionChoices = ['sent', 'received', 'both ways'] as const
export type DirectionChoice = (typeof directionChoices)[number]

export function directionChoiceOf(directions: FaultSettings['directions']): DirectionChoice {
  if (directions.length > 1) return 'both ways'
  return directions[0] ?? 'sent'
}

export function directionsFor(choice: DirectionChoice): FaultSettings['directions'] {
  return choice === 'both ways' ? ['sent', 'received'] : [choice]
}
