import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { markOf } from '../../../../src/shared/protocol/frame'
import { plainServer } from '../../../../src/shared/protocol/server-settings'
import { dialRaw } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { dialRefused, dialTestClient } from '../../../support/test-client'
import { until } from '../../../support/until'

type Settings = NonNullable<Parameters<typeof plainServer>[0]>

const EXPOSED = 'Every computer of the network can reach this server.'
const LISTEN = '0A'

async function serve(host: string, more: Settings = {}) {
  const seat = takeSeat()
  const server = await seat.serve('hello', { host, ...more })
  const log = await seat.watch({ kind: 'server', id: server.id })
  const state = seat.server(server.id)?.state
  if (state?.name !== 'running') throw new Error('It does not run.')
  return { seat, server, log, state }
}

/** Addresses that the kernel listens on, as it writes them. */
function listening(port: number): string[] {
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/self/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => state === LISTEN && Number.parseInt(local?.split(':')[1] ?? '', 16) === port)
      .map(([, local]) => local?.split(':')[0] ?? ''),
  )
}

const ownAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ family }) => family === 'IPv4')
  .map(({ address }) => address)
const outside = ownAddresses.filter((address) => !address.startsWith('127.'))

describe('a server for all of the network', () => {
  it.runIf(process.platform === 'linux').each([
    ['0.0.0.0', '00000000'],
    ['::', '00000000000000000000000000000000'],
  ])('(%s) listens on all addresses, as the kernel sees it', async (host, bound) => {
    const { server } = await serve(host)
    expect(listening(server.port)).toEqual([bound])
  })

  it.each(['0.0.0.0', '::'])('(%s) says so: in its log, marked, and in its summary', async (host) => {
    const { log, state, server } = await serve(host)
    await log.untilLine(EXPOSED)
    const rows = log.rows.map(({ text, kind }) => [text, markOf(kind)])
    expect(rows).toEqual([
      [`Listening on ws://127.0.0.1:${server.port}`, undefined],
      [EXPOSED, 'noted'],
    ])
    expect(state.isExposed).toBe(true)
    for (const address of ownAddresses) expect(state.urls).toContain(`ws://${address}:${server.port}`)
  })

  it('is reached by each of its addresses', async () => {
    const { server, log, state } = await serve('0.0.0.0')
    for (const url of state.urls) {
      const client = await dialTestClient(url)
      client.send(url)
      await log.untilLine(`received: ${url}`)
    }
    expect(state.urls.length).toBe(ownAddresses.length)
    expect(server.url).toBe(state.urls[0])
  })

  it.each(['localhost', '127.0.0.1'])('does not say so when it is not (%s)', async (host) => {
    const { seat, server, log, state } = await serve(host)
    await dialTestClient(server.url)
    await log.untilLine('A new client connected.')
    expect(log.lines).not.toContain(EXPOSED)
    expect(state.isExposed).toBe(false)
    expect(await seat.peers(server.id)).toHaveLength(1)
  })

  it.runIf(outside.length > 0)('on one address of the network listens there alone, and is exposed', async () => {
    const [host = ''] = outside
    const { server, log, state } = await serve(host)
    expect(state).toMatchObject({ isExposed: true, urls: [`ws://${host}:${server.port}`] })
    await log.untilLine(EXPOSED)
    await dialTestClient(server.url)
    await expect(dialRaw(server.port)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('a request to a server for all of the network', () => {
  const hosts: [string, Settings, string, number][] = [
    ['for an address of this computer', {}, '127.0.0.1', 101],
    ['for whatever address: only names can be rebound', {}, '192.0.2.7:8080', 101],
    ['for an address of IPv6', {}, '[2001:db8::7]:8080', 101],
    ['for localhost', {}, 'localhost', 101],
    ['for a foreign name, as after DNS rebinding', {}, 'evil.example', 403],
    ['for a name that looks like an address', {}, '192.0.2.7.evil.example', 403],
    ['for a name that is allowed', { allowedHosts: ['lab.example'] }, 'lab.example:8080', 101],
    ['for a name beside an allowed one', { allowedHosts: ['lab.example'] }, 'x.lab.example', 403],
  ]
  it.each(hosts)('%s', async (_, more, Host, status) => {
    const { server, log } = await serve('0.0.0.0', more)
    const peer = await dialRaw(server.port)
    peer.requestUpgrade({ Host })
    expect(await peer.head()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    if (status === 101) await log.untilLine('A new client connected.')
    else {
      await until(() => peer.hasEnded, 'the answer is whole')
      expect(JSON.parse(peer.body)).toEqual({ error: expect.stringContaining(`The host “${Host}” is no address`) })
      await log.untilLine(/^Refused 127\.0\.0\.1:\d+ with 403: The host/)
      expect(log.lines).not.toContain('A new client connected.')
    }
  })

  it.each([
    ['of the computer it dials', 'http://192.0.2.7:3000', 101],
    ['of another computer', 'http://192.0.2.8', 403],
    ['of a foreign origin', 'https://evil.example', 403],
  ])('by a page %s', async (_, Origin, status) => {
    const { server } = await serve('0.0.0.0')
    const peer = await dialRaw(server.port)
    peer.requestUpgrade({ Host: `192.0.2.7:${server.port}`, Origin })
    expect(await peer.head()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  it('for such an address is refused where it listens on loopback only', async () => {
    const { server } = await serve('localhost')
    const headers = { Host: '192.0.2.7' }
    expect((await dialRefused(server.url, { headers })).statusCode).toBe(403)
  })

  it('lets allowed names change while it runs', async () => {
    const { seat, server } = await serve('0.0.0.0')
    const headers = { Host: 'lab.example' }
    expect((await dialRefused(server.url, { headers })).statusCode).toBe(403)
    await seat.call('server.configure', { id: server.id, allowedHosts: ['lab.example'] })
    await dialTestClient(server.url, { headers })
  })
})

it.each(['192.0.2.1', '2001:db8::1', 'lab.example', '999.0.0.1', '*', 'localhost:80'])(
  'a server on “%s”, which is no address of this computer, is ERR_HOST_INVALID, and nothing listens',
  async (host) => {
    const seat = takeSeat()
    const { code, message } = await seat.refusal('server.start', plainServer({ port: 0, host }))
    expect([code, message]).toEqual(['ERR_HOST_INVALID', expect.stringContaining(`“${host}”`)])
    expect((await seat.call('workspace.read', {})).servers).toEqual([])
  },
)
