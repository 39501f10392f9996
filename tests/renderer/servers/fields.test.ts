/** What the fields let through, the schema takes; what they refuse, it would refuse too. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { faultFields } from '../../../src/renderer/src/features/servers/fault-fields'
import { limitFields } from '../../../src/renderer/src/features/servers/limit-fields'
import type { QuantityRange } from '../../../src/renderer/src/ui/quantity'
import { plainServer, serverSettings } from '../../../src/shared/protocol/server-settings'

const plain = plainServer()

function edges({ min, max, hasOff, kind }: QuantityRange): { taken: number[]; refused: number[] } {
  const step = kind === 'share' ? 0.01 : 1
  return {
    taken: hasOff ? [0, min, max] : [min, max],
    refused: [min - step, max + step].filter((edge) => edge !== 0 || !hasOff),
  }
}

test('every limit has a field, and each field the range of the schema', () => {
  const names = limitFields.map(({ name }) => name)
  expect([...names, 'idleCloseCode'].sort()).toEqual(Object.keys(plain.limits).sort())
  for (const field of limitFields) {
    const { taken, refused } = edges(field)
    const takes = (value: number) =>
      v.is(serverSettings, { ...plain, limits: { ...plain.limits, [field.name]: value } })
    for (const value of taken) expect(takes(value), `${field.name} ${value}`).toBe(true)
    for (const value of refused) expect(takes(value), `${field.name} ${value}`).toBe(false)
  }
})

test('every fault that is an amount has a field with the range of the schema', () => {
  const amounts = Object.entries(plain.faults).filter(([, value]) => typeof value === 'number')
  expect(faultFields.map(({ name }) => name).sort()).toEqual(amounts.map(([name]) => name).sort())
  for (const field of faultFields) {
    const { taken, refused } = edges(field)
    const takes = (value: number) =>
      v.is(serverSettings, { ...plain, faults: { ...plain.faults, [field.name]: value } })
    for (const value of taken) expect(takes(value), `${field.name} ${value}`).toBe(true)
    for (const value of refused) expect(takes(value), `${field.name} ${value}`).toBe(false)
  }
})
