import { expect, test } from 'vitest'
import { activeFaults, faultSummary } from '../../../src/renderer/src/features/servers/fault-summary'
import { plainServer } from '../../../src/shared/protocol/server-settings'

type Given = NonNullable<Parameters<typeof plainServer>[0]>['faults']

const faultsOf = (given: Given) => plainServer({ faults: given }).faults

test('a server that behaves says so', () => {
  expect(faultSummary(faultsOf({}))).toBe('No faults: the server behaves.')
  expect(faultSummary(faultsOf({ seed: 7, corruption: 'utf-8', oversizeBytes: 5 }))).toBe(
    'No faults: the server behaves.',
  )
})

test('faults of messages are listed with the way they apply to', () => {
  expect(faultSummary(faultsOf({ latencyMs: 120, jitterMs: 40, dropShare: 0.05 }))).toBe(
    'On: delayed 120 ms to 160 ms, 5 % dropped · to messages sent.',
  )
  expect(faultSummary(faultsOf({ duplicateShare: 0.5, directions: ['sent', 'received'] }))).toBe(
    'On: 50 % duplicated · to messages both ways.',
  )
  expect(faultSummary(faultsOf({ dropShare: 1, directions: [] }))).toContain('in no direction')
})

test('each fault of a connection has its words', () => {
  const words = activeFaults(
    faultsOf({
      corruptShare: 0.1,
      corruption: 'utf-8',
      bytesPerSecond: 2048,
      noPong: true,
      refuseStatus: 503,
      end: { kind: 'close', afterMs: 10_000, closeCode: 1011 },
      stall: { everyMs: 30_000, forMs: 1_000 },
    }),
  )
  expect(words).toEqual([
    '10 % corrupted (utf-8)',
    'at most 2 KiB/s',
    'no pong',
    'handshakes refused with 503',
    'closed with 1011 after 10 s',
    'stalls 1 s every 30 s',
  ])
  expect(activeFaults(faultsOf({ end: { kind: 'half-open', afterMs: 500 } }))).toEqual(['half-open after 500 ms'])
})
