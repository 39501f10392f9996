/** Settings that an import gives, in a line each; secrets are not shown to the room. */
import { type ConnectionSettings, plainConnection } from '../../../../shared/protocol/connection-settings'

type Line = [name: string, value: string]

const SECRET_HEADERS = /^(authorization|cookie|proxy-authorization)$|token|secret|key/i
const DOTS = '••••••'

export function settingLines(settings: ConnectionSettings): Line[] {
  const plain = plainConnection('')
  const { auth, network, tls, validation } = settings
  const lines: Line[] = [
    ...settings.query.map(([name, value]): Line => ['query', `${name}=${hidden(name, value)}`]),
    ...settings.headers.map(([name, value]): Line => ['header', `${name}: ${hidden(name, value)}`]),
  ]
  const add = (name: string, value: string) => {
    if (value !== '') lines.push([name, value])
  }
  add('origin', settings.origin)
  add('subprotocols', settings.subprotocols.join(', '))
  add('auth', authLine(auth))
  if (network.proxy.kind === 'server') add('proxy', network.proxy.url)
  if (network.proxy.kind === 'none') add('proxy', 'none')
  if (network.family !== 0) add('network', `IPv${network.family}`)
  add('CA file', tls.caFile)
  if (tls.clientCertificate.kind === 'pem') add('certificate', tls.clientCertificate.certificateFile)
  if (tls.clientCertificate.kind === 'pkcs12') add('certificate', tls.clientCertificate.file)
  if (tls.minVersion !== plain.tls.minVersion) add('TLS', `${tls.minVersion} or later`)
  if (settings.handshakeTimeoutMs !== plain.handshakeTimeoutMs)
    add('timeout', `${settings.handshakeTimeoutMs / 1000} s`)
  if (settings.redirectsMax > 0 && settings.redirectsMax !== plain.redirectsMax) {
    add('redirects', `${settings.redirectsMax} at most`)
  }
  if (!settings.compression) add('compression', 'not offered')
  for (const { message } of settings.onOpen) add('on open', message)
  add('received', validation.received === '' ? '' : 'held to a JSON Schema')
  add('sent', validation.sent === '' ? '' : 'held to a JSON Schema')
  return lines
}

function authLine(auth: ConnectionSettings['auth']): string {
  switch (auth.kind) {
    case 'basic':
      return auth.user === '' ? 'Basic' : `Basic, as ${auth.user}`
    case 'bearer':
      return auth.token === '' ? 'bearer token' : `bearer token ${shown(auth.token)}`
    case 'api-key':
      return `key in the ${auth.in} ${auth.name}`
    default:
      return ''
  }
}

function hidden(name: string, value: string): string {
  return SECRET_HEADERS.test(name) && value !== '' ? shown(value) : value
}

/** A variable tells nothing. */
function shown(secret: string): string {
  return /^\{\{[^{}]*\}\}$/.test(secret) ? secret : DOTS
}
