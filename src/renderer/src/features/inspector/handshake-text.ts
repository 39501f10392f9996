/** A handshake as HTTP text, for the clipboard, and the steps of its timing in their order. */
import { type Handshake, type HandshakeTiming, type HeaderLine, isTrusted } from '../../../../shared/protocol/handshake'

export function requestText({
  requestLine,
  requestHeaders,
}: Pick<Handshake, 'requestLine' | 'requestHeaders'>): string {
  return httpText(`${requestLine} HTTP/1.1`, requestHeaders)
}

export function responseText({ statusCode, statusText, headers, body }: NonNullable<Handshake['response']>): string {
  return httpText(`HTTP/1.1 ${statusCode} ${statusText}`.trimEnd(), headers) + (body === undefined ? '' : `\n${body}`)
}

function httpText(firstLine: string, headers: readonly HeaderLine[]): string {
  return `${[firstLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n')}\n`
}

/** A request waits for the way to be open: it was never sent where TCP, or TLS on top of it with one we trust, did not come about. */
export function wasRequestSent({ timing: { proxyMs, tcpMs, tlsMs }, tls }: Handshake, url: string): boolean {
  if (tls !== undefined && !isTrusted(tls)) return false
  return (tcpMs !== undefined || proxyMs !== undefined) && (tlsMs !== undefined || !/^(wss|https):/i.test(url.trim()))
}

export interface TimingStep {
  name: string
  durationMs: number
}

/** Only the steps that happened. */
export function timingSteps({ earlierMs, proxyMs, dnsMs, tcpMs, tlsMs, upgradeMs }: HandshakeTiming): TimingStep[] {
  const steps: [name: string, durationMs: number | undefined][] = [
    ['Before', earlierMs],
    ['Proxy', proxyMs],
    ['DNS', dnsMs],
    ['TCP', tcpMs],
    ['TLS', tlsMs],
    ['Upgrade', upgradeMs],
  ]
  return steps.flatMap(([name, durationMs]) => (durationMs === undefined ? [] : { name, durationMs }))
}
