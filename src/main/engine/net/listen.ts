/** Binds a local server where the user wants it, on loopback unless said otherwise, and says in a sentence what stands in its way. */
import { type AddressInfo, BlockList, createServer, isIP, isIPv6, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'

const LOCALHOST = 'localhost'
const IPV4 = '127.0.0.1'
const IPV6 = '::1'
const ALL_IPV4 = '0.0.0.0'
/** IPv4 too, as the system maps it in. */
const ALL = '::'
/** How far above a busy port we look for a free one to offer. */
const SUGGESTIONS_TRIED = 20

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress(IPV6, 'ipv6')

/** Of one network card and without meaning beyond it: a URL cannot name the card. */
const linkLocal = new BlockList()
linkLocal.addSubnet('fe80::', 10, 'ipv6')

export interface Listener {
  port: number
  /** What the user said. */
  host: string
  /** Other computers can reach it. */
  isExposed: boolean
  /** One per address bound; for `localhost` also `::1`, where the machine has it. */
  servers: Server[]
  /** IP addresses people can dial, loopback first. */
  addresses: string[]
  close(): Promise<void>
}

/**
 * @param host `localhost` for both loopback addresses, an IP address of this computer, or `0.0.0.0` or `::` for all of them
 * @param port 0 for any free one
 * @param createServer makes one with its handlers, for each address bound
 * @returns `ERR_HOST_INVALID`, `ERR_PORT_IN_USE` with a free port, `ERR_PORT_FORBIDDEN`, `ERR_LISTEN_FAILED`
 */
export async function listen(host: string, port: number, createServer: () => Server): Promise<Result<Listener>> {
  if (host !== LOCALHOST && isIP(host) === 0) return { ok: false, error: notOurs(host) }
  const first = await bind(createServer(), host === LOCALHOST ? IPV4 : host, port)
  if (first instanceof Error) return { ok: false, error: await describeListenError(first, host, port) }
  const bound = (first.address() as AddressInfo).port
  const servers = [first]
  if (host === LOCALHOST) {
    // `localhost` is ::1 first on many systems; without IPv6, or with its port taken, IPv4 alone will do.
    const second = await bind(createServer(), IPV6, bound)
    if (!(second instanceof Error)) servers.push(second)
  }
  const bindsAll = host === ALL || host === ALL_IPV4
  const addresses = bindsAll ? addressesOf(host) : servers.map((server) => (server.address() as AddressInfo).address)
  const close = async () => {
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))))
  }
  return ok({ port: bound, host, isExposed: host !== LOCALHOST && !isLoopback(host), servers, addresses, close })
}

/** IP addresses that a server listening on `host` can be dialled by, loopback first. */
export function addressesOf(host: string): string[] {
  if (host === LOCALHOST) return [IPV4, IPV6]
  return host === ALL || host === ALL_IPV4 ? ownAddresses(host === ALL) : [host]
}

export function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function ownAddresses(withIpv6: boolean): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const dialled = all.flatMap(({ address, family }) => {
    if (family === 'IPv4') return [address]
    return withIpv6 && !linkLocal.check(address, 'ipv6') ? [address] : []
  })
  return [...dialled.filter(isLoopback), ...dialled.filter((address) => !isLoopback(address))]
}

function bind(server: Server, address: string, port: number): Promise<Server | ListenError> {
  return new Promise((resolve) => {
    server.once('error', (error: ListenError) => resolve(error))
    server.listen({ host: address, port, exclusive: true }, () => {
      server.removeAllListeners('error')
      server.on('error', () => {})
      resolve(server)
    })
  })
}

type ListenError = Error & { code?: string }

async function describeListenError(error: ListenError, host: string, port: number): Promise<Failure> {
  switch (error.code) {
    case 'EADDRINUSE': {
      const suggestedPort = await findFreePort(host, port + 1)
      const offer = suggestedPort === undefined ? 'Choose another.' : `Port ${suggestedPort} is free.`
      return { code: 'ERR_PORT_IN_USE', message: `Port ${port} is already in use. ${offer}`, suggestedPort }
    }
    case 'EACCES':
      return fail('ERR_PORT_FORBIDDEN', `Port ${port} is reserved by the system. Choose one from 1024 to 65535.`).error
    // Not of this computer; of a family it does not have; or of one card, which is not named.
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return notOurs(host)
    default:
      return fail('ERR_LISTEN_FAILED', `The server could not listen on port ${port}: ${error.message}.`).error
  }
}

function notOurs(host: string): Failure {
  return fail(
    'ERR_HOST_INVALID',
    `The server cannot listen on “${host}”: it is no IP address of this computer. Use localhost, one of its addresses, or ${ALL_IPV4} for all of them.`,
  ).error
}

async function findFreePort(host: string, from: number): Promise<number | undefined> {
  for (let port = from; port < from + SUGGESTIONS_TRIED && port <= 65_535; port++) {
    const server = await bind(createServer(), host === LOCALHOST ? IPV4 : host, port)
    if (server instanceof Error) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
  return undefined
}
