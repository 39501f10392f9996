/** A local server whose certificate we made is trusted by our own connections without being asked: we know whose word it is. */
import { BlockList, isIP } from 'node:net'
import type { ServerSummary } from '../../../shared/protocol/feed'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/**
 * @param servers ours
 * @param url to be dialled
 * @returns PEM of the authorities that vouch for the servers at that address; none for any other address
 */
export function ownAuthorities(servers: readonly ServerSummary[], url: URL): string[] {
  return servers.flatMap(({ state }) => {
    if (state.name !== 'running' || state.certificate?.ca === undefined) return []
    if (state.port !== Number(url.port || 443)) return []
    const isOurs = isLoopback(url.hostname) || state.urls.some((own) => new URL(own).hostname === url.hostname)
    return isOurs ? [state.certificate.ca] : []
  })
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  return family === 0 ? /(^|\.)localhost\.?$/.test(host) : loopback.check(host, family === 6 ? 'ipv6' : 'ipv4')
}
