import * as v from 'valibot'
import { expect, test } from 'vitest'
import {
  countChanges,
  type SettingName,
  sectionOf,
  sections,
} from '../../../src/renderer/src/features/connections/section'
import {
  heartbeatRange,
  reconnectRanges,
  requestRanges,
} from '../../../src/renderer/src/features/connections/setting-ranges'
import type { QuantityRange } from '../../../src/renderer/src/ui/quantity'
import { connectionSettings, plainConnection } from '../../../src/shared/protocol/connection-settings'

test('a connection as it comes has nothing set', () => {
  expect(Object.values(countChanges(plainConnection('ws://localhost'))).every((count) => count === 0)).toBe(true)
})

test('what is set is counted in its section', () => {
  const settings = plainConnection('ws://localhost', {
    name: 'mine',
    headers: [['A', '1']],
    query: [
      ['b', '2'],
      ['c', '3'],
    ],
    auth: { kind: 'bearer' },
    onOpen: [{ message: 'hello' }],
    reconnect: { isOn: true, maxMs: 5_000 },
    heartbeat: { kind: 'ping' },
    network: { family: 4 },
    tls: { serverName: 'a.example', minVersion: 'TLSv1.3' },
    compression: false,
    decoding: { received: { format: 'cbor' } },
    validation: { received: '{}' },
  })
  expect(countChanges(settings)).toEqual({
    Request: 4,
    Authorization: 1,
    'Messages on open': 1,
    'Staying connected': 2,
    Network: 1,
    TLS: 2,
    Compression: 1,
    Decoding: 1,
    Validation: 1,
  })
})

test('every setting but the URL and its name across starts is edited in a section', () => {
  const elsewhere = ['uid', 'url']
  const names = Object.keys(connectionSettings.entries).filter((name) => !elsewhere.includes(name)) as SettingName[]
  for (const name of names) expect(sections, name).toContain(sectionOf(name))
})

test('what a field takes is what the engine takes, and no more', () => {
  const takes = (settings: object) => v.safeParse(connectionSettings, settings).success
  const holds = ({ min, max, hasOff }: QuantityRange, settingsOf: (value: number) => object) => {
    for (const value of [min, max, ...(hasOff === true ? [0] : [])]) expect(takes(settingsOf(value))).toBe(true)
    expect(takes(settingsOf(max + 1))).toBe(false)
    expect(takes(settingsOf(hasOff === true ? -1 : min - 1))).toBe(false)
  }
  for (const [name, range] of Object.entries(requestRanges)) holds(range, (value) => ({ [name]: value }))
  for (const [name, range] of Object.entries(reconnectRanges))
    holds(range, (value) => ({ reconnect: { [name]: value } }))
  for (const name of ['intervalMs', 'timeoutMs']) {
    holds(heartbeatRange, (value) => ({ heartbeat: { kind: 'ping', [name]: value } }))
  }
})
