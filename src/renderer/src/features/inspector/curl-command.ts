/** A handshake as a command for the shell: `curl` asks the same, and shows what is answered. */
import type { Handshake } from '../../../../shared/protocol/handshake'

/** `curl` makes it from the URL. */
const MADE_BY_CURL = 'host'

/** @param url the one of the connection: it tells whether TLS is spoken, and the host where no header does */
export function curlCommand({ requestLine, requestHeaders }: Handshake, url: string): string {
  const [method = 'GET', target = '/'] = requestLine.split(' ')
  const scheme = /^(wss|https):/i.test(url.trim()) ? 'https' : 'http'
  const host = requestHeaders.find(([name]) => name.toLowerCase() === MADE_BY_CURL)?.[1] ?? hostOf(url)
  const lines = [
    `curl --include --no-buffer --http1.1${method === 'GET' ? '' : ` --request ${method}`}`,
    ...requestHeaders
      .filter(([name]) => name.toLowerCase() !== MADE_BY_CURL)
      .map(([name, value]) => `  --header ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
    `  ${quoted(`${scheme}://${host}${target}`)}`,
  ]
  return `${lines.join(' \\\n')}\n`
}

/** For a POSIX shell, which takes everything between single quotes as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(url.trim())?.[1] ?? ''
}
