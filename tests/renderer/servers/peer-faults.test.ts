import { describe, expect, it } from 'vitest'
import {
  describeFaults,
  faultFields,
  readFaults,
  typedFaults,
} from '../../../src/renderer/src/features/servers/peer-faults'
import { plainServer } from '../../../src/shared/protocol/server-settings'

const none = plainServer().faults
const { faults } = plainServer({
  faults: { seed: 7, directions: ['received'], latencyMs: 200, dropShare: 0.07, corruptShare: 0.29, noPong: true },
})

describe('faults of one client', () => {
  it('are typed in percent and come back as they were, with all that the form does not show', () => {
    const typed = typedFaults(faults)
    expect(typed).toMatchObject({ latencyMs: '200', dropShare: '7', corruptShare: '29', jitterMs: '0' })
    expect(readFaults(typed, faults)).toEqual({ ok: true, value: faults })
  })

  it('are changed by what is typed', () => {
    const read = readFaults({ ...typedFaults(faults), dropShare: '12.5', jitterMs: '40' }, faults)
    expect(read).toEqual({ ok: true, value: { ...faults, dropShare: 0.125, jitterMs: 40 } })
  })

  it.each([
    ['latencyMs', '1.5', /^Latency is whole milliseconds from 0 to 60000/],
    ['latencyMs', '60001', /^Latency/],
    ['jitterMs', '', /^Jitter/],
    ['dropShare', '101', /^Drop is a percentage from 0 to 100/],
    ['reorderShare', '-1', /^Reorder/],
    ['corruptShare', 'NaN', /^Corrupt/],
  ])('%s is not %j', (name, value, message) => {
    const read = readFaults({ ...typedFaults(none), [name]: value }, none)
    expect(read).toEqual({
      ok: false,
      error: { code: 'ERR_OPTION_INVALID', message: expect.stringMatching(message as RegExp) },
    })
  })

  it('whose every field stands at its end are what the server takes', () => {
    const typed = Object.fromEntries(faultFields.map(({ name, max }) => [name, String(max)]))
    expect(readFaults({ ...typedFaults(none), ...typed }, none).ok).toBe(true)
  })

  it('are told in a few words', () => {
    expect(describeFaults(faults)).toBe('latency 200 ms, drops 7 %, corrupts 29 %')
    expect(describeFaults(none)).toBe('none')
  })
})
