import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, isIPv6 } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen } from '../../../../src/main/engine/net/listen'

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
    const listening = await listen('localhost', 0, () => createServer())
    if (!listening.ok) throw new Error(listening.error.message)
    const { port, servers, addresses: dialled, isExposed, close } = listening.value
    expect([dialled, isExposed]).toEqual([['127.0.0.1', '::1'], false])
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
    const listening = await listen('localhost', 0, () =>
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
    const listening = await listen('localhost', 80, () => failingWith(systemCode, 'too many open files'))
    expect(listening).toEqual({ ok: false, error: { code, message } })
  })
})

/** Listens until the test is over. */
async function listening(host: string, port = 0) {
  const result = await listen(host, port, () => createTcpServer((socket) => socket.end()))
  if (!result.ok) return { failure: result.error }
  const { close } = result.value
  onTestFinished(close)
  return { listener: result.value }
}

function canDial(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.on('connect', () => resolve(true))
    socket.on('error', () => resolve(false))
    socket.on('close', () => resolve(false))
    socket.resume()
  })
}

describe('listening elsewhere', () => {
  it.each([
    ['127.0.0.1', false],
    ['127.0.0.9', false],
    ['::1', false],
    ['0:0:0:0:0:0:0:1', false],
    ['0.0.0.0', true],
    ['::', true],
  ])('on %s is exposed: %s', async (host, isExposed) => {
    const { listener } = await listening(host)
    expect(listener?.isExposed).toBe(isExposed)
    expect(listener?.host).toBe(host)
    expect(listener?.servers).toHaveLength(1)
  })

  it('on one address is on no other', async () => {
    const { listener } = await listening('127.0.0.9')
    const port = listener?.port ?? 0
    expect(listener?.addresses).toEqual(['127.0.0.9'])
    expect(await canDial('127.0.0.9', port)).toBe(true)
    expect(await canDial('127.0.0.1', port)).toBe(false)
    expect(await canDial('::1', port)).toBe(false)
  })

  it('on 0.0.0.0 can be dialled at each IPv4 address it gives, loopback first', async () => {
    const { listener } = await listening('0.0.0.0')
    const { addresses = [], port = 0 } = listener ?? {}
    expect(addresses[0]).toBe('127.0.0.1')
    for (const address of addresses) expect([address, await canDial(address, port)]).toEqual([address, true])
    expect(addresses.filter((address) => isIPv6(address))).toEqual([])
    expect(await canDial('::1', port)).toBe(false)
  })

  it('on :: can be dialled at each address of both families, and gives none of one card only', async () => {
    const { listener } = await listening('::')
    const { addresses = [], port = 0 } = listener ?? {}
    expect(addresses.slice(0, 2)).toEqual(['127.0.0.1', '::1'])
    for (const address of addresses) expect([address, await canDial(address, port)]).toEqual([address, true])
    expect(addresses.filter((address) => address.startsWith('fe80:'))).toEqual([])
  })

  it.each(['example.com', '', '192.0.2.1', '2001:db8::1', 'LOCALHOST.', '1.2.3'])(
    'on “%s”, which is no address of this computer, is ERR_HOST_INVALID',
    async (host) => {
      expect((await listening(host)).failure).toEqual({
        code: 'ERR_HOST_INVALID',
        message: `The server cannot listen on “${host}”: it is no IP address of this computer. Use localhost, one of its addresses, or 0.0.0.0 for all of them.`,
      })
    },
  )

  it('offers a port that is free at the address that was asked for', async () => {
    const { listener: taken } = await listening('127.0.0.9')
    const port = taken?.port ?? 0
    // Free on 127.0.0.1, but not where it is wanted.
    const { listener: next } = await listening('127.0.0.9', port + 1)
    const { failure } = await listening('127.0.0.9', port)
    expect(failure?.code).toBe('ERR_PORT_IN_USE')
    const suggested = failure?.suggestedPort ?? 0
    expect(suggested).toBeGreaterThan(next?.port ?? port)
    expect((await listening('127.0.0.9', suggested)).listener?.port).toBe(suggested)
  })
})
