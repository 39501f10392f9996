import { expect, test } from 'vitest'
import { hexProblem } from '../../../src/renderer/src/features/connections/hex-text'

test('hex pairs are fine with whatever space between them, and with variables in their place', () => {
  for (const text of ['', '0a', '0A ff', '0aff\n00', '{{token}} 0', '00 {{id}}'])
    expect(hexProblem(text)).toBeUndefined()
})

test('what is no hex pair is said in a sentence', () => {
  expect(hexProblem('0a fg')).toContain('“g” is no hexadecimal digit.')
  expect(hexProblem('0a f')).toContain('The last pair lacks a digit.')
})
