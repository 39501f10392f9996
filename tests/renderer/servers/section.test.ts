import { expect, test } from 'vitest'
import { countChanges, type SettingName, sectionOf, sections } from '../../../src/renderer/src/features/servers/section'
import { plainServer } from '../../../src/shared/protocol/server-settings'

test('a server as it comes has nothing to count', () => {
  for (const count of Object.values(countChanges(plainServer()))) expect(count).toBe(0)
})

test('each section counts what of its own is not at its default', () => {
  const settings = plainServer({
    host: '0.0.0.0',
    compression: true,
    tls: { kind: 'made' },
    allowedOrigins: ['https://app.example.com'],
    auth: { kind: 'basic', users: [{ name: 'alice' }, { name: 'bob' }] },
    limits: { idleMs: 0, messageBytes: 1, idleCloseCode: 4000 },
    validation: { schema: '{}' },
    faults: { latencyMs: 1, jitterMs: 1, noPong: true },
    rules: [{ when: { on: 'open' }, do: [] }],
  })
  expect(countChanges(settings)).toEqual({ Security: 4, Access: 3, Limits: 3, Validation: 1, Faults: 2, Rules: 1 })
})

test('every setting is either in a section or in the bar', () => {
  const names = Object.keys(plainServer()) as SettingName[]
  const inBar = names.filter((name) => sectionOf(name) === undefined)
  expect(inBar.sort()).toEqual(['behaviour', 'options', 'port'])
  expect(new Set(names.map(sectionOf))).toEqual(new Set([undefined, ...sections]))
})
