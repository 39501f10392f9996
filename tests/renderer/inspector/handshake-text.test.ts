import { describe, expect, it } from 'vitest'
import {
  requestText,
  responseText,
  timingSteps,
  wasRequestSent,
} from '../../../src/renderer/src/features/inspector/handshake-text'
import type { Handshake, HandshakeTiming } from '../../../src/shared/protocol/handshake'

function handshakeWith(timing: HandshakeTiming): Handshake {
  return {
    requestLine: 'GET /feed?x=1',
    requestHeaders: [
      ['Host', 'localhost:8080'],
      ['Sec-WebSocket-Version', '13'],
    ],
    subprotocol: '',
    extensions: '',
    timing,
  }
}

describe('a handshake as text', () => {
  it('is the request as it went out', () => {
    expect(requestText(handshakeWith({ startedAtMs: 0 }))).toBe(
      'GET /feed?x=1 HTTP/1.1\nHost: localhost:8080\nSec-WebSocket-Version: 13\n',
    )
  })

  it('is the response with the body of a refusal', () => {
    const response = { statusCode: 403, statusText: 'Forbidden', headers: [], body: '{"error":"no"}' }
    expect(responseText(response)).toBe('HTTP/1.1 403 Forbidden\n\n{"error":"no"}')
  })
})

describe('a request', () => {
  it('was not sent where nobody took the connection', () => {
    expect(wasRequestSent(handshakeWith({ startedAtMs: 0 }), 'ws://127.0.0.1:9')).toBe(false)
    expect(wasRequestSent(handshakeWith({ startedAtMs: 0, tcpMs: 1 }), 'ws://127.0.0.1:9')).toBe(true)
  })

  it('was not sent over a connection whose certificate was not trusted', () => {
    expect(wasRequestSent(handshakeWith({ startedAtMs: 0, tcpMs: 1 }), 'wss://localhost')).toBe(false)
    const secured = handshakeWith({ startedAtMs: 0, tcpMs: 1, tlsMs: 4 })
    expect(wasRequestSent(secured, 'wss://localhost')).toBe(true)
    const tls = { protocol: 'TLSv1.3', cipher: '', chain: [], distrust: 'It is self-signed.' }
    expect(wasRequestSent({ ...secured, tls }, 'wss://localhost')).toBe(false)
  })
})

describe('the timing of a handshake', () => {
  it('has only the steps that happened', () => {
    expect(timingSteps({ startedAtMs: 0, tcpMs: 0.4, upgradeMs: 2, totalMs: 3 })).toEqual([
      { name: 'TCP', durationMs: 0.4 },
      { name: 'Upgrade', durationMs: 2 },
    ])
  })

  it('begins with what came before, and the way through a proxy', () => {
    expect(timingSteps({ startedAtMs: 0, earlierMs: 30, proxyMs: 5, tlsMs: 8 }).map(({ name }) => name)).toEqual([
      'Before',
      'Proxy',
      'TLS',
    ])
  })
})
