/** The faults that are on, in one line: what a person has to know before he believes what he sees. */
import { assertNever } from '../../../../shared/assert-never'
import type { FaultSettings } from '../../../../shared/protocol/server-settings'
import { formatQuantity, type QuantityKind } from '../../ui/quantity'

const show = (value: number, kind: QuantityKind) => formatQuantity(value, { kind })

/** @returns a few words for each fault that is on; none for a server that behaves */
export function activeFaults(faults: FaultSettings): string[] {
  const { latencyMs, jitterMs, bytesPerSecond, noPong, refuseStatus, stall } = faults
  return [
    latencyMs > 0 || jitterMs > 0 ? latency(latencyMs, jitterMs) : undefined,
    share(faults.dropShare, 'dropped'),
    share(faults.duplicateShare, 'duplicated'),
    share(faults.reorderShare, 'reordered'),
    share(faults.corruptShare, `corrupted (${faults.corruption})`),
    bytesPerSecond > 0 ? `at most ${show(bytesPerSecond, 'rate')}` : undefined,
    noPong ? 'no pong' : undefined,
    refuseStatus > 0 ? `handshakes refused with ${refuseStatus}` : undefined,
    ending(faults.end),
    stall.everyMs > 0 ? `stalls ${show(stall.forMs, 'duration')} every ${show(stall.everyMs, 'duration')}` : undefined,
  ].filter((words) => words !== undefined)
}

export function faultSummary(faults: FaultSettings): string {
  const active = activeFaults(faults)
  if (active.length === 0) return 'No faults: the server behaves.'
  const isToMessages = active.some((words) => /delayed|dropped|duplicated|reordered|corrupted/.test(words))
  return `On: ${active.join(', ')}${isToMessages ? ` · ${directionWords(faults.directions)}` : ''}.`
}

function latency(latencyMs: number, jitterMs: number): string {
  const from = show(latencyMs, 'duration')
  return jitterMs === 0 ? `delayed ${from}` : `delayed ${from} to ${show(latencyMs + jitterMs, 'duration')}`
}

function share(value: number, done: string): string | undefined {
  return value > 0 ? `${show(value, 'share')} ${done}` : undefined
}

function ending(end: FaultSettings['end']): string | undefined {
  switch (end.kind) {
    case 'never':
      return undefined
    case 'reset':
      return `reset after ${show(end.afterMs, 'duration')}`
    case 'half-open':
      return `half-open after ${show(end.afterMs, 'duration')}`
    case 'close':
      return `closed with ${end.closeCode} after ${show(end.afterMs, 'duration')}`
    default:
      return assertNever(end)
  }
}

function directionWords(directions: FaultSettings['directions']): string {
  const [first, second] = directions
  if (first === undefined) return 'in no direction, so to no message'
  return second === undefined ? `to messages ${first}` : 'to messages both ways'
}
