import { describe, expect, it } from 'vitest'
import { echo } from '../../../../src/main/engine/behaviours/echo'
import { Refusals } from '../../../../src/main/engine/behaviours/refusals'
import { FakeStage } from './fake-stage'

function refuseOften(count: number) {
  const stage = new FakeStage(echo)
  const refusals = new Refusals(stage)
  const peer = stage.join()
  for (let i = 0; i < count; i++) refusals.send(peer, 'No.')
  return { stage, refusals, peer }
}

describe('Refusals', () => {
  it('answers the first few at once', () => {
    expect(refuseOften(3).peer.take()).toEqual(Array(3).fill({ type: 'error', message: 'No.' }))
  })

  it('does not answer a flood with a flood', () => {
    expect(refuseOften(10_000).peer.received).toHaveLength(5)
  })

  it('answers one a second while a flood lasts', () => {
    const { stage, refusals, peer } = refuseOften(10_000)
    peer.received = []
    for (let i = 0; i < 10_000; i++) {
      stage.advance(1)
      refusals.send(peer, 'No.')
    }
    expect(peer.received.length).toBeGreaterThanOrEqual(9)
    expect(peer.received.length).toBeLessThanOrEqual(10)
  })

  it('forgives after a while, but saves up no more than the first few', () => {
    const { stage, refusals, peer } = refuseOften(10_000)
    peer.received = []
    stage.advance(3_600_000)
    for (let i = 0; i < 100; i++) refusals.send(peer, 'No.')
    expect(peer.received).toHaveLength(5)
  })

  it('counts for each client alone', () => {
    const { stage, refusals } = refuseOften(10_000)
    const other = stage.join()
    refusals.send(other, 'No.')
    expect(other.received).toHaveLength(1)
  })
})
