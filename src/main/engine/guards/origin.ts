/**
 * Who may open a socket to a local server. Any web page the user visits can dial loopback, and DNS rebinding makes a
 * foreign name resolve to it (CVE-2025-24010, CVE-2025-66414): so a foreign `Origin` and a foreign `Host` are refused
 * before the upgrade. A client that sends no Origin is not a browser and is let in.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import type { Refusal } from './refusal'

export interface OriginRules {
  /** Origins let in besides loopback pages, such as `https://app.example.com`; `*` lets in all. */
  allowedOrigins: readonly string[]
  /** Names let in besides `localhost` and what is below it; a port does not matter. */
  allowedHosts: readonly string[]
  /** The server listens beyond loopback: whoever dials it by an address is let in, since only names can be rebound. */
  isExposed: boolean
}

/** Of what a client sent, in a sentence: headers can be 16 KiB. */
const QUOTED_MAX_LENGTH = 100

/** @returns why not, or undefined */
export function checkOrigin(headers: IncomingHttpHeaders, rules: OriginRules): Refusal | undefined {
  const { host, origin } = headers
  if (host === undefined || host === '') return { statusCode: 400, reason: 'The request has no Host header.' }
  // A host and a port, no more (RFC 9110, section 7.2): a URL's other parts would hide what it says.
  const hostname = /[@/?#\\]/.test(host) ? undefined : hostnameOf(`ws://${host}`)
  if (hostname === undefined || !isAllowedHost(hostname, rules))
    return { statusCode: 403, reason: foreignHost(host, rules) }
  if (origin === undefined || rules.allowedOrigins.some((allowed) => allowed === '*' || originOf(allowed) === origin)) {
    return undefined
  }
  const page = hostnameOf(origin)
  if (isLoopbackName(page)) return undefined
  // Served by the computer the client dialled, on whatever port: as with loopback, its programs trust each other.
  if (rules.isExposed && page === hostname && isWebPage(origin)) return undefined
  const reason =
    origin === 'null'
      ? 'Pages without an origin (opened from a file, or framed in a sandbox) are not allowed. Serve the page from localhost.'
      : `Pages of the origin ${quote(origin)} are not allowed. Add it to the server's allowed origins.`
  return { statusCode: 403, reason }
}

function isAllowedHost(hostname: string, { allowedHosts, isExposed }: OriginRules): boolean {
  return (
    isLoopbackName(hostname) ||
    (isExposed && isAddress(hostname)) ||
    allowedHosts.some((allowed) => hostnameOf(allowed.includes('://') ? allowed : `ws://${allowed}`) === hostname)
  )
}

function foreignHost(host: string, { isExposed }: OriginRules): string {
  const what = isExposed
    ? 'is no address and none of the allowed hosts. Connect by an address'
    : "is not this computer's loopback address. Connect to localhost"
  return `The host ${quote(host)} ${what}, or add it to the server's allowed hosts.`
}

function quote(sent: string): string {
  return `“${sent.length > QUOTED_MAX_LENGTH ? `${sent.slice(0, QUOTED_MAX_LENGTH)}…` : sent}”`
}

function isWebPage(origin: string): boolean {
  return /^https?:\/\/[^/?#@\\]+$/.test(origin)
}

/** As browsers write it: what a person typed may end in a slash or name the default port. */
function originOf(allowed: string): string {
  try {
    return new URL(allowed).origin
  } catch {
    return allowed
  }
}

/** @returns in small letters, without the dot that ends a full name; undefined for what is no URL, such as the origin `null` */
function hostnameOf(url: string): string | undefined {
  try {
    return new URL(url).hostname.replace(/(?<=.)\.$/, '')
  } catch {
    return undefined
  }
}

/** RFC 6761, section 6.3: `localhost` and all below it; 127.0.0.0/8 and ::1. */
function isLoopbackName(hostname: string | undefined): boolean {
  if (hostname === undefined) return false
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  )
}

/** As `URL` writes it: IPv6 in brackets, IPv4 in four numbers. */
function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
}
