/** Binds a local server to loopback, IPv4 and IPv6 alike, and says in a sentence what stands in its way. */
import type { Server } from 'node:http'
import { type AddressInfo, createServer, type Server as TcpServer } from 'node:net'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'

const IPV4 = '127.0.0.1'
const IPV6 = '::1'
/** How far above a busy port we look for a free one to offer. */
const SUGGESTIONS_TRIED = 20

export interface Listener {
  port: number
  /** One per address family; `::1` only where the machine has it. */
  servers: Server[]
  close(): Promise<void>
}

/**
 * @param port 0 for any free one
 * @param createHttpServer makes one with its handlers, for each address family
 * @returns `ERR_PORT_IN_USE` with a free port, `ERR_PORT_FORBIDDEN`, `ERR_LISTEN_FAILED`
 */
export async function listenOnLoopback(port: number, createHttpServer: () => Server): Promise<Result<Listener>> {
  const first = await listen(createHttpServer(), IPV4, port)
  if (first instanceof Error) return { ok: false, error: await describeListenError(first, port) }
  const bound = (first.address() as AddressInfo).port
  const servers = [first]
  // `localhost` is ::1 first on many systems; without IPv6, or with its port taken, IPv4 alone will do.
  const second = await listen(createHttpServer(), IPV6, bound)
  if (!(second instanceof Error)) servers.push(second)
  const close = async () => {
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))))
  }
  return ok({ port: bound, servers, close })
}

function listen<S extends TcpServer>(server: S, host: string, port: number): Promise<S | ListenError> {
  return new Promise((resolve) => {
    server.once('error', (error: ListenError) => resolve(error))
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners('error')
      server.on('error', () => {})
      resolve(server)
    })
  })
}

type ListenError = Error & { code?: string }

async function describeListenError(error: ListenError, port: number): Promise<Failure> {
  switch (error.code) {
    case 'EADDRINUSE': {
      const suggestedPort = await findFreePort(port + 1)
      const offer = suggestedPort === undefined ? 'Choose another.' : `Port ${suggestedPort} is free.`
      return { code: 'ERR_PORT_IN_USE', message: `Port ${port} is already in use. ${offer}`, suggestedPort }
    }
    case 'EACCES':
      return fail('ERR_PORT_FORBIDDEN', `Port ${port} is reserved by the system. Choose one from 1024 to 65535.`).error
    default:
      return fail('ERR_LISTEN_FAILED', `The server could not listen on port ${port}: ${error.message}.`).error
  }
}

async function findFreePort(from: number): Promise<number | undefined> {
  for (let port = from; port < from + SUGGESTIONS_TRIED && port <= 65_535; port++) {
    const server = await listen(createServer(), IPV4, port)
    if (server instanceof Error) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
  return undefined
}
