/** Small proxies that really lead somewhere: HTTP's CONNECT (RFC 9110) and SOCKS 4A and 5 (RFC 1928, RFC 1929). */
import { createServer as createHttpServer, type Server as HttpServer, type IncomingMessage } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import { readCertificate } from './certificates'

export interface TestProxy {
  port: number
  /** `host:port` of all it was asked for, as it was asked. */
  asked: string[]
}

export interface TestHttpProxy extends TestProxy {
  requests: IncomingMessage[]
}

interface ProxyOptions {
  /** `user:password` that it wants. */
  wants?: string
}

/** Every name leads to this computer: that is who resolves them. */
const HERE = '127.0.0.1'

/** @param refusal a status line that it answers in place of a way */
export async function startHttpProxy({
  wants,
  refusal,
  isSecure = false,
}: ProxyOptions & { refusal?: string; isSecure?: boolean } = {}): Promise<TestHttpProxy> {
  const requests: IncomingMessage[] = []
  const server = isSecure
    ? (createHttpsServer(readCertificate('localhost')) as unknown as HttpServer)
    : createHttpServer()
  const lines = new Set<Duplex>()
  server.on('connect', (request: IncomingMessage, line: Socket, head: Buffer): void => {
    requests.push(request)
    lines.add(line)
    line.on('error', () => {})
    const given = request.headers['proxy-authorization']
    if (refusal !== undefined) return void line.end(`HTTP/1.1 ${refusal}\r\nContent-Length: 0\r\n\r\n`)
    if (wants !== undefined && given !== `Basic ${Buffer.from(wants).toString('base64')}`) {
      return void line.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="p"\r\nContent-Length: 0\r\n\r\n',
      )
    }
    join(line, portOf(request.url ?? ''), lines, (onward) => {
      line.write('HTTP/1.1 200 Connection established\r\nVia: the test\r\n\r\n')
      if (head.byteLength > 0) onward.write(head)
    })
  })
  return {
    port: await listening(server, lines),
    requests,
    get asked() {
      return requests.map(({ url = '' }) => url)
    },
  }
}

/** @param reply of RFC 1928, section 6, in place of success */
export async function startSocksProxy({
  wants,
  reply = 0,
}: ProxyOptions & { reply?: number } = {}): Promise<TestProxy> {
  const asked: string[] = []
  const lines = new Set<Duplex>()
  const server = createServer((line) => {
    lines.add(line)
    line.on('error', () => {})
    void serveSocks(line, wants, reply, asked, lines).catch(() => line.destroy())
  })
  return { port: await listening(server, lines), asked }
}

async function serveSocks(
  line: Socket,
  wants: string | undefined,
  reply: number,
  asked: string[],
  lines: Set<Duplex>,
): Promise<void> {
  const read = reader(line)
  const [version = 0] = await read(1)
  if (version === 4) {
    const head = await read(7)
    await untilZero(read)
    const name = (await untilZero(read)).toString()
    const port = head.readUInt16BE(1)
    asked.push(`${name}:${port}`)
    if (reply !== 0) return void line.end(Buffer.from([0, 91, 0, 0, 0, 0, 0, 0]))
    return join(line, port, lines, () => line.write(Buffer.from([0, 90, 0, 0, 0, 0, 0, 0])))
  }
  const [count = 0] = await read(1)
  const methods = await read(count)
  const method = wants === undefined ? 0 : 2
  if (!methods.includes(method)) return void line.end(Buffer.from([5, 0xff]))
  line.write(Buffer.from([5, method]))
  if (wants !== undefined) {
    await read(1)
    const user = await read((await read(1))[0] ?? 0)
    const password = await read((await read(1))[0] ?? 0)
    const isKnown = `${user}:${password}` === wants
    line.write(Buffer.from([1, isKnown ? 0 : 1]))
    if (!isKnown) return void line.end()
  }
  const [, , , type] = await read(4)
  const host =
    type === 3 ? (await read((await read(1))[0] ?? 0)).toString() : [...(await read(type === 1 ? 4 : 16))].join('.')
  const port = (await read(2)).readUInt16BE(0)
  asked.push(`${host}:${port}`)
  const answer = (code: number) => line.write(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]))
  if (reply !== 0) {
    answer(reply)
    return void line.end()
  }
  join(line, port, lines, () => answer(0))
}

/** @returns reads so many bytes, and leaves the rest */
function reader(line: Socket): (byteLength: number) => Promise<Buffer> {
  return async (byteLength) => {
    if (byteLength === 0) return Buffer.alloc(0)
    for (;;) {
      const bytes = line.read(byteLength) as Buffer | null
      if (bytes !== null) return bytes
      await new Promise<void>((resolve, reject) => {
        line.once('readable', resolve)
        line.once('close', () => reject(new Error('The line ended.')))
      })
    }
  }
}

async function untilZero(read: (byteLength: number) => Promise<Buffer>): Promise<Buffer> {
  const bytes: number[] = []
  for (;;) {
    const [byte = 0] = await read(1)
    if (byte === 0) return Buffer.from(bytes)
    bytes.push(byte)
  }
}

function join(line: Socket, port: number, lines: Set<Duplex>, onJoined: (onward: Socket) => void): void {
  const onward = connect({ port, host: HERE })
  lines.add(onward)
  onward.on('error', () => line.destroy())
  onward.once('connect', () => {
    onJoined(onward)
    line.pipe(onward).pipe(line)
  })
}

function portOf(place: string): number {
  return Number(place.slice(place.lastIndexOf(':') + 1))
}

async function listening(server: Server | HttpServer, lines: Set<Duplex>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, HERE, resolve))
  onTestFinished(async () => {
    for (const line of lines) line.destroy()
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}
