import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { Places } from '../../../../src/main/engine/net/places'
import { Upgrades, type UpgradesHooks } from '../../../../src/main/engine/net/upgrades'
import { plainServer } from '../../../../src/shared/protocol/server-settings'
import { dialRefused } from '../../../support/test-client'

it.each<[string, NonNullable<UpgradesHooks['admit']>]>([
  [
    'throws',
    () => {
      throw new Error('broken')
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])('a behaviour that %s when it is asked refuses its client, and gives the place back', async (_, admit) => {
  const places = new Places()
  const events: string[] = []
  const upgrades = new Upgrades(plainServer(), {
    places,
    admit,
    withoutCredentials: ({ url = '', headers }) => ({ url, headers }),
    refuse: () => {},
    onOpen: () => {},
    onEvent: (text) => events.push(text),
  })
  const server = createServer()
  server.on('upgrade', (request, socket, head) => {
    upgrades.begin({ request, socket, head, user: undefined, shown: { requestLine: '', requestHeaders: [] } })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  expect((await dialRefused(`ws://127.0.0.1:${port}`)).statusCode).toBe(500)
  expect(events).toEqual([expect.stringMatching(/^Refused .* with 500: ERR_BEHAVIOUR_FAULT: broken$/)])
  expect(places.count()).toBe(0)
})
