import { expect, it } from 'vitest'
import type { ServerSummary } from '../../../src/shared/protocol/feed'
import { plainServer, settingsOf } from '../../../src/shared/protocol/server-settings'

it('a server’s summary gives back every setting it was begun with, and nothing of how it fares', () => {
  const settings = plainServer({
    behaviour: 'tap',
    port: 0,
    host: '0.0.0.0',
    tls: { kind: 'made', alsoPlain: true },
    compression: true,
    options: { upstream: 'ws://127.0.0.1:9' },
    allowedOrigins: ['https://app.example.com'],
    allowedHosts: ['feeds.example.com'],
    auth: { kind: 'bearer', users: [{ name: 'ann', secret: 's3cret', may: 'listen' }] },
    limits: { connections: 3 },
    validation: { schema: '{"type":"object"}', whenInvalid: 'flag' },
    faults: { latencyMs: 200, end: { kind: 'reset', afterMs: 5_000 } },
    rules: [{ when: { on: 'open' }, do: [{ do: 'reply', template: 'welcome' }] }],
  })
  const summary: ServerSummary = {
    ...settings,
    id: 4,
    name: 'localhost:8080',
    state: { name: 'stopped' },
    peerCount: 0,
    heldCount: 0,
    isDemo: false,
    uid: 'u',
  }
  expect(settingsOf(summary)).toEqual(settings)
})
