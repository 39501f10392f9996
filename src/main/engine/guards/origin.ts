/**
 * Who may open a socket to a local server. Any web page the user visits can dial loopback, and DNS rebinding makes a
 * foreign name resolve to it (CVE-2025-24010, CVE-2025-66414): so a foreign `Origin` and a foreign `Host` are refused
 * before the upgrade. A client that sends no Origin is not a browser and is let in.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Refusal } from './refusal'

/**
 * @param allowedOrigins origins let in besides loopback pages, such as `https://app.example.com`; `*` lets in all
 * @returns why not, or undefined
 */
export function checkOrigin(headers: IncomingHttpHeaders, allowedOrigins: readonly string[]): Refusal | undefined {
  const { host, origin } = headers
  if (host === undefined || host === '') return { statusCode: 400, reason: 'The request has no Host header.' }
  // A host and a port, no more (RFC 9110, section 7.2): a URL's other parts would hide what it says.
  if (/[@/?#\\]/.test(host) || !isLoopbackName(hostnameOf(`ws://${host}`))) {
    return { statusCode: 403, reason: `The host “${host}” is not this computer's loopback address.` }
  }
  if (origin === undefined || allowedOrigins.some((allowed) => allowed === '*' || originOf(allowed) === origin)) {
    return undefined
  }
  if (isLoopbackName(hostnameOf(origin))) return undefined
  const reason =
    origin === 'null'
      ? 'Pages without an origin (opened from a file, or framed in a sandbox) are not allowed. Serve the page from localhost.'
      : `Pages of the origin “${origin}” are not allowed. Add it to the server's allowed origins.`
  return { statusCode: 403, reason }
}

/** As browsers write it: what a person typed may end in a slash or name the default port. */
function originOf(allowed: string): string {
  try {
    return new URL(allowed).origin
  } catch {
    return allowed
  }
}

/** @returns undefined for what is no URL, such as the origin `null` */
function hostnameOf(url: string): string | undefined {
  try {
    return new URL(url).hostname
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
