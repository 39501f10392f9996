/** Which of a server's addresses the bar has room for, and how it writes a fingerprint. */

/**
 * The first of each scheme is shown: what a program of this computer dials, with TLS and without.
 * A server on all addresses has one more for each card of the computer.
 */
export function splitAddresses(urls: readonly string[]): { shown: string[]; rest: string[] } {
  const schemes = new Set<string>()
  const shown: string[] = []
  const rest: string[] = []
  for (const url of urls) {
    const [scheme = ''] = url.split(':')
    if (schemes.has(scheme)) rest.push(url)
    else shown.push(url)
    schemes.add(scheme)
  }
  return { shown, rest }
}

/** Enough of both ends to compare by eye. */
export function shortFingerprint(fingerprint: string): string {
  const pairs = fingerprint.split(':')
  if (pairs.length <= 8) return fingerprint
  return `${pairs.slice(0, 4).join(':')}…${pairs.slice(-2).join(':')}`
}
