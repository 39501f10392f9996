import { describe, expect, it } from 'vitest'
import { Pace } from '../../../../src/main/engine/behaviours/pace'
import { seededRandom } from '../../../support/seeded-random'

const START_MS = Date.UTC(2024, 4, 17)

describe('Pace', () => {
  it.each([0.1, 1, 29.97, 120, 33_333, 200_000])(
    'is exact in the long run at %d a second, whatever the ticks',
    (rate) => {
      const random = seededRandom(7)
      const pace = new Pace(rate)
      let nowMs = START_MS
      let taken = 0
      pace.start(nowMs)
      for (let tick = 0; tick < 10_000; tick++) {
        nowMs += random() * 30
        taken += pace.takeDue(nowMs)
      }
      expect(Math.abs(taken - (rate * (nowMs - START_MS)) / 1_000)).toBeLessThan(1.001)
    },
  )

  it('owes nothing for the time before its start', () => {
    const pace = new Pace(10)
    pace.start(1_000)
    expect(pace.takeDue(1_190)).toBe(1)
    pace.start(5_000)
    expect(pace.takeDue(5_090)).toBe(0)
  })

  it('takes up a new rate without losing the fraction owed', () => {
    const pace = new Pace(1)
    pace.start(0)
    expect(pace.takeDue(900)).toBe(0)
    pace.ratePerSecond = 100
    expect(pace.takeDue(901)).toBe(1)
  })
})
