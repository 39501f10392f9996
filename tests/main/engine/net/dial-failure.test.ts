import { expect, it } from 'vitest'
import { describeDialError } from '../../../../src/main/engine/net/dial-failure'

// What cannot be provoked on every machine; the rest is met for real in dial.test.ts and dial-tls.test.ts.
it.each([
  ['EAI_AGAIN', 'ERR_DNS', /Check its spelling and your network\.$/],
  ['EAI_NODATA', 'ERR_DNS', /“feed\.example”/],
  ['ETIMEDOUT', 'ERR_TIMEOUT', /Check the address and firewalls\.$/],
  ['EHOSTUNREACH', 'ERR_UNREACHABLE', /Check your network\.$/],
  ['ENETUNREACH', 'ERR_UNREACHABLE', /Check your network\.$/],
  ['EADDRNOTAVAIL', 'ERR_UNREACHABLE', /Check your network\.$/],
  ['EPIPE', 'ERR_CONNECTION_RESET', /feed\.example:8443 ended the connection/],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_TLS_PROTOCOL', /lower the minimum version of TLS/],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_TLS_PROTOCOL', /no version of TLS in common/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_PROTOCOL', /use ws:\/\/ instead of wss:\/\/\.$/],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_TLS_PROTOCOL', /or it wants a client certificate/],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'ERR_TLS_PROTOCOL', /the server name of this connection\.$/],
  // OpenSSL's name, then BoringSSL's.
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_TLS_CLIENT_CERTIFICATE', /^feed\.example lets in only clients/],
  ['ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED', 'ERR_TLS_CLIENT_CERTIFICATE', /Choose yours/],
  [
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'ERR_TLS_CLIENT_CERTIFICATE',
    /\(TLS alert unknown_ca\)\. Choose one that it knows\.$/,
  ],
  ['EWHATEVER', 'ERR_UNREACHABLE', /feed\.example:8443 failed: what Node said\.$/],
])('%s is %s, with what to do', (systemCode, code, says) => {
  const error = Object.assign(new Error('what Node said'), { code: systemCode })
  const failure = describeDialError(error, new URL('wss://feed.example:8443/path?token=secret'))
  expect(failure.code).toBe(code)
  expect(failure.message).toMatch(says)
  expect(failure.message).not.toContain('secret')
})

it.each([
  ['ws://feed.example/', '80'],
  ['wss://feed.example/', '443'],
])('the port of %s is named, though it was not typed: %s', (url, port) => {
  const error = Object.assign(new Error(''), { code: 'ECONNREFUSED' })
  expect(describeDialError(error, new URL(url)).message).toContain(`on port ${port}.`)
})
