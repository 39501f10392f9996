import { describe, expect, it } from 'vitest'
import { compileComparison } from '../../../src/shared/filter/compare'
import type { Comparison } from '../../../src/shared/filter/term'

describe('a field compared', () => {
  it.each<[unknown, Comparison['operator'], Comparison['value'], boolean]>([
    [5, '==', 5, true],
    [5, '!=', 5, false],
    ['101.50', '==', 101.5, true],
    ['101.50', '!=', 101.5, false],
    ['101.50', '>', 100, true],
    ['9', '<', 10, true],
    [' 1e3 ', '>=', 1000, true],
    [10, '<=', 10, true],
    [10, '<', 10, false],
    // A number in quotes is text.
    [5, '==', '5', false],
    ['5', '==', '5', true],
    ['5.0', '==', '5', false],
    // What is no number is neither larger nor smaller than one, and not the same.
    ['ACME', '>', 0, false],
    ['ACME', '<=', 0, false],
    ['ACME', '==', 0, false],
    ['ACME', '!=', 0, true],
    [null, '>', -1, false],
    [true, '>=', 1, false],
    ['', '==', 0, false],
    [[5], '==', 5, false],
    [{}, '!=', 5, true],
    ['ACME', '==', 'ACME', true],
    ['ACME', '==', 'acme', false],
    [true, '==', true, true],
    ['true', '==', true, false],
    [1, '==', true, false],
    [null, '==', null, true],
    [0, '==', null, false],
    [0, '!=', null, true],
    ['2026-11-24', '>', '2026-01-01', true],
    ['2025-11-24', '>', '2026-01-01', false],
    [3, '>', '2', false],
    ['Grüße aus ZÜRICH', '~', 'zürich', true],
    ['ΟΔΟΣΑ', '~', 'οδος', true],
    ['ACME', '~', 'acmes', false],
    ['any', '~', '', true],
    [101.5, '~', '1.5', true],
    [true, '~', 'TRU', true],
    [null, '~', 'null', true],
    [['Alpha', 'Beta'], '~', 'beta', true],
    [{ a: 1 }, '~', '"a":1', true],
  ])('%j %s %j: %s', (field, operator, value, expected) => {
    expect(compileComparison({ operator, value } as Comparison)(field)).toBe(expected)
  })
})
