import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { listenOnLoopback } from '../../../../src/main/engine/net/listen'

/** A server whose listening fails as the system would have it fail. */
function failingWith(code: string, message: string) {
  const server = createServer()
  server.listen = () => {
    process.nextTick(() => server.emit('error', Object.assign(new Error(message), { code })))
    return server
  }
  return server
}

describe('listening on loopback', () => {
  it('binds one port in both address families, and frees both', async () => {
    const listening = await listenOnLoopback(0, () => createServer())
    if (!listening.ok) throw new Error(listening.error.message)
    const { port, servers, close } = listening.value
    const addresses = servers.map((server) => server.address() as AddressInfo)
    expect(addresses.map(({ address, port: bound }) => [address, bound])).toEqual([
      ['127.0.0.1', port],
      ['::1', port],
    ])
    await close()
    expect(servers.map((server) => server.listening)).toEqual([false, false])
  })

  it('is content with IPv4 where there is no IPv6', async () => {
    let made = 0
    const listening = await listenOnLoopback(0, () =>
      ++made === 1 ? createServer() : failingWith('EAFNOSUPPORT', 'no IPv6 here'),
    )
    if (!listening.ok) throw new Error(listening.error.message)
    expect(listening.value.servers).toHaveLength(1)
    await listening.value.close()
  })

  it.each([
    ['EACCES', 'ERR_PORT_FORBIDDEN', 'Port 80 is reserved by the system. Choose one from 1024 to 65535.'],
    ['EMFILE', 'ERR_LISTEN_FAILED', 'The server could not listen on port 80: too many open files.'],
  ])('says what to do when the system says %s', async (systemCode, code, message) => {
    const listening = await listenOnLoopback(80, () => failingWith(systemCode, 'too many open files'))
    expect(listening).toEqual({ ok: false, error: { code, message } })
  })
})
