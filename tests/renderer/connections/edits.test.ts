import { expect, test } from 'vitest'
import { mergeEdits, waitingParts, withoutTaken } from '../../../src/renderer/src/features/connections/edits'
import { plainConnection } from '../../../src/shared/protocol/connection-settings'

const known = plainConnection('ws://localhost', { name: 'known' })

test('edits lie over what the engine knows, and over the defaults of a new connection', () => {
  expect(mergeEdits(known, { origin: 'https://a.example' })).toEqual({ ...known, origin: 'https://a.example' })
  expect(mergeEdits(undefined, { url: 'ws://b.example' })).toEqual(plainConnection('ws://b.example'))
})

test('only what is of the handshake waits for the next one', () => {
  const changed = { ...known, name: 'other', answersPings: false, origin: 'https://a.example', uid: 'x' }
  expect(waitingParts(known, changed)).toEqual(['origin'])
  expect(waitingParts(known, { ...changed, origin: '' })).toEqual([])
})

test('what was typed over since is not taken', () => {
  const headers: [string, string][] = [['A', '1']]
  expect(withoutTaken({ name: 'newer', headers }, { name: 'older', headers })).toEqual({ name: 'newer' })
})
