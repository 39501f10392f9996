import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import type { ResolvedRequest } from '../../../src/shared/ipc/contract'

// The window's bridge is read when the module is; nothing here calls it.
vi.stubGlobal('window', { feedscope: { call: () => Promise.resolve(), on: () => () => {} } })
const { ResolvedRequestView } = await import('../../../src/renderer/src/features/connections/resolved-request')

const request: ResolvedRequest = {
  url: 'ws://localhost/feed?a=1',
  requestLine: 'GET /feed?a=1 HTTP/1.1',
  headers: [
    ['Host', 'localhost'],
    ['X-Trace', '<one>'],
    ['X-Trace', 'two'],
  ],
  subprotocols: [],
  unknownVariables: [],
}
const shown = (more: Partial<ResolvedRequest> = {}) =>
  renderToStaticMarkup(<ResolvedRequestView resolved={{ ok: true, value: { ...request, ...more } }} />).replace(
    /<(?!!)[^>]+>/g,
    '',
  )

test('the request line and every header stand as they go out, a name that is there twice too', () => {
  expect(shown()).toContain('GET /feed?a=1 HTTP/1.1Host: localhostX-Trace: &lt;one&gt;X-Trace: two')
})

test('names that nothing is known of are warned of, with what becomes of them', () => {
  expect(shown({ unknownVariables: ['token'] })).toContain(
    'Nothing is known of {{token}}, and it is not sent before something is.',
  )
  expect(shown({ unknownVariables: ['token', 'id'] })).toContain(
    'Nothing is known of {{token}}, {{id}}, and it is not sent before something is.',
  )
  expect(shown()).not.toContain('Nothing is known')
})

test('a login stands before the request, and what is wrong with it above', () => {
  expect(shown({ login: 'POST https://localhost/login' })).toContain('First POST https://localhost/loginGET /feed')
  const problem = { code: 'ERR_HEADER_INVALID', message: 'A header has no name.' } as const
  expect(shown({ problem, requestLine: '', headers: [] })).toContain('A header has no name.ERR_HEADER_INVALID')
})

test('an engine that cannot say says why, and without a URL there is nothing to say', () => {
  const failed = { ok: false, error: { code: 'ERR_CALL_INVALID', message: 'That is too long.' } } as const
  expect(renderToStaticMarkup(<ResolvedRequestView resolved={failed} />)).toContain('That is too long.')
  expect(renderToStaticMarkup(<ResolvedRequestView resolved={undefined} />)).toContain('With a URL it stands here.')
})
