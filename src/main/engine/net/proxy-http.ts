/** Has an HTTP proxy open a tunnel: CONNECT (RFC 9110, section 9.3.6). */
import { request } from 'node:http'
import type { Socket } from 'node:net'
import { fail, ok, type Result } from '../../../shared/failure'
import { USER_AGENT } from '../../../shared/product'
import { basicCredentials } from './header-field'
import { authority, type ProxyServer, proxyName } from './proxy'

const PROXY_AUTHENTICATION_REQUIRED = 407

/**
 * @param line to the proxy, TLS done where it wants it
 * @returns what leads to the server; `ERR_PROXY_REFUSED`, or `ERR_PROXY_FAILED` where the proxy does not speak as one
 */
export function tunnelByHttp(
  line: Socket,
  proxy: ProxyServer,
  target: { host: string; port: number },
): Promise<Result<Socket>> {
  const place = authority(target.host, target.port)
  return new Promise((resolve) => {
    const asked = request({
      method: 'CONNECT',
      path: place,
      headers: {
        Host: place,
        'User-Agent': USER_AGENT,
        ...((proxy.user !== '' || proxy.password !== '') && {
          'Proxy-Authorization': basicCredentials(proxy.user, proxy.password),
        }),
        // Node would announce the end of the line, and some proxies take that at its word.
        Connection: 'keep-alive',
        'Proxy-Connection': 'keep-alive',
      },
      createConnection: () => line,
    })
    asked.once('connect', ({ statusCode = 0, statusMessage = '' }, _, head: Buffer) => {
      if (statusCode >= 200 && statusCode < 300) {
        if (head.byteLength > 0) line.unshift(head)
        return resolve(ok(line))
      }
      line.destroy()
      resolve(fail('ERR_PROXY_REFUSED', describeRefusal(proxy, place, statusCode, statusMessage)))
    })
    asked.once('error', (error: Error & { code?: string }) => {
      line.destroy()
      const why = error.code?.startsWith('HPE_') ? 'did not answer as an HTTP proxy' : 'ended the connection'
      const message = `The proxy ${proxyName(proxy)} ${why} (${error.code ?? error.message}). Check its scheme and port.`
      resolve(fail('ERR_PROXY_FAILED', message))
    })
    asked.end()
  })
}

function describeRefusal(proxy: ProxyServer, place: string, statusCode: number, statusMessage: string): string {
  const answer = `The proxy ${proxyName(proxy)} answered ${`${statusCode} ${statusMessage}`.trim()}`
  if (statusCode === PROXY_AUTHENTICATION_REQUIRED) {
    return proxy.user === '' && proxy.password === ''
      ? `${answer}: it wants a user and a password. Give them with the proxy's URL in the connection's settings.`
      : `${answer}: it does not know this user and password. Correct them.`
  }
  if (statusCode === 403) return `${answer}: it does not lead to ${place}. Ask whoever runs it, or use another.`
  if (statusCode >= 502 && statusCode <= 504) {
    return `${answer}: it could not reach ${place}. Check host and port, or whether the proxy may go there.`
  }
  return `${answer} in place of a way to ${place}. Check that it is a proxy and takes CONNECT.`
}
