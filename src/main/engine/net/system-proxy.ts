/** Which proxy the system wants for a URL. A host with a system to ask answers; plain Node has the environment. */
import { BlockList, isIP } from 'node:net'
import { type ProxyChoice, parseProxy, readPacAnswer } from './proxy'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** @returns the ways to try, in their order; at least one */
export type SystemProxy = (url: URL) => Promise<ProxyChoice[]>

/** @param resolveProxy answers as a PAC file does; it is told scheme, host and port, and nothing of path and query */
export function systemProxyOf(resolveProxy: (url: string) => Promise<string>): SystemProxy {
  return async (url) => (isLoopback(url.hostname) ? ['direct'] : readPacAnswer(await resolveProxy(originOf(url))))
}

/** HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in small letters too, as curl reads them. */
export function environmentProxy(env: Readonly<Record<string, string | undefined>>): SystemProxy {
  const read = (name: string) => env[name.toLowerCase()] || env[name] || ''
  return async (url) => {
    if (isLoopback(url.hostname) || isExcepted(url, read('NO_PROXY'))) return ['direct']
    const isSecure = url.protocol === 'wss:' || url.protocol === 'https:'
    const typed = read(isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read('ALL_PROXY')
    if (typed === '') return ['direct']
    const proxy = parseProxy(typed)
    // What is wrong with it is told, not passed over: the user thinks that a proxy is used.
    if (!proxy.ok) throw new Error(proxy.error.message)
    return [proxy.value]
  }
}

/** This computer itself: no proxy can reach that for us. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const family = isIP(host)
  return family === 0 ? /(^|\.)localhost\.?$/.test(host) : loopback.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

function originOf({ protocol, host }: URL): string {
  return `${protocol}//${host}/`
}

/** `*`, or a list of names, each for itself and all beneath it, with a port or without. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  const ownPort = port || (protocol === 'wss:' || protocol === 'https:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((each) => {
      if (each === '*') return true
      // An IPv6 address without brackets has colons, and no port.
      const [, place = each, onlyPort = ownPort] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(each) ?? []
      const name = place.replace(/^\[|\]$|^\*?\./g, '')
      return name !== '' && onlyPort === ownPort && (host === name || host.endsWith(`.${name}`))
    })
}
