import { expect, it } from 'vitest'
import { ownAuthorities } from '../../../../src/main/engine/net/own-authorities'
import type { ServerSummary } from '../../../../src/shared/protocol/feed'

const certificate = { fingerprint256: '', subjectAltNames: '', validTo: '', ca: 'the CA' }
const running = { name: 'running', url: '', urls: ['wss://192.0.2.7:8443'], port: 8443, isExposed: true, certificate }
const server = { state: running } as unknown as ServerSummary

it.each([
  ['wss://localhost:8443/feed', ['the CA']],
  ['wss://feed.localhost:8443', ['the CA']],
  ['wss://127.0.0.1:8443', ['the CA']],
  ['wss://[::1]:8443', ['the CA']],
  ['wss://192.0.2.7:8443', ['the CA']],
  ['wss://localhost:8444', []],
  ['wss://localhost', []],
  ['wss://feed.example:8443', []],
  ['wss://192.0.2.8:8443', []],
])('the authority of a server of ours is trusted at its address alone: %s', (url, authorities) => {
  expect(ownAuthorities([server], new URL(url))).toEqual(authorities)
})

it('a server that stands still brings no trust', () => {
  const stopped = { state: { name: 'stopped' } } as unknown as ServerSummary
  expect(ownAuthorities([stopped], new URL('wss://localhost:8443'))).toEqual([])
})
