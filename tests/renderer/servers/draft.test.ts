import { expect, test } from 'vitest'
import {
  draftOfFile,
  fileNameOf,
  fixedDifferences,
  isLivePart,
  keyOf,
  mergeDraft,
  settingOfFailure,
  withoutFixed,
} from '../../../src/renderer/src/features/servers/draft'
import { plainServer } from '../../../src/shared/protocol/server-settings'

test('a draft lies over what the engine knows, and over the defaults of a new server', () => {
  const known = plainServer({ port: 9_000, compression: true })
  expect(mergeDraft(known, { port: 9_001 })).toMatchObject({ port: 9_001, compression: true })
  expect(mergeDraft(undefined, { behaviour: 'chat' })).toEqual(plainServer({ behaviour: 'chat' }))
})

test('a running server keeps what it was begun with', () => {
  const { limits } = plainServer({ limits: { fragments: 2 } })
  const draft = {
    host: '0.0.0.0',
    tls: { kind: 'off' as const },
    behaviour: 'chat' as const,
    port: 1,
    compression: true,
    limits,
  }
  expect(withoutFixed(draft)).toEqual({ limits })
  expect(isLivePart('rules')).toBe(true)
  expect(isLivePart('tls')).toBe(false)
})

test('a file makes the server what it says: what it leaves out is at its default', () => {
  expect(draftOfFile({ port: 9_000 })).toEqual(plainServer({ port: 9_000 }))
})

test('what a running server cannot take up from a file is named', () => {
  const running = plainServer({ port: 9_000, limits: { fragments: 2 } })
  expect(fixedDifferences(running, plainServer({ port: 9_000 }))).toEqual([])
  expect(fixedDifferences(running, plainServer({ host: '::1', compression: true }))).toEqual([
    'port',
    'host',
    'compression',
  ])
})

test('a start that was refused leads to the setting it is about', () => {
  expect(settingOfFailure('ERR_SCHEMA_INVALID')).toBe('validation')
  expect(settingOfFailure('ERR_CERTIFICATE_FAILED')).toBe('tls')
  expect(settingOfFailure('ERR_PORT_IN_USE')).toBeUndefined()
})

test('drafts are kept by server, and files named after what they start', () => {
  expect([keyOf(undefined), keyOf({ id: 7 })]).toEqual(['new', '7'])
  expect(fileNameOf({ behaviour: 'echo', port: 8080 })).toBe('echo-8080.feedscope-server.json')
})
