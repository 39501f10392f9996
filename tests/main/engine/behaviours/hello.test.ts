import { describe, expect, it } from 'vitest'
import { hello } from '../../../../src/main/engine/behaviours/hello'
import { FakeStage } from './fake-stage'

describe('hello', () => {
  it('greets and logs word for word as the tutorial does', () => {
    const stage = new FakeStage(hello)
    const peer = stage.join()
    stage.say(peer, 'Hello Server!')
    stage.leave(peer)
    expect(peer.received).toEqual(['Hello Client!'])
    expect(stage.logged).toEqual([
      { text: 'A new client connected.', peer },
      { text: 'received: Hello Server!', peer },
      { text: 'Client has disconnected.', peer },
    ])
  })

  it('answers its sender only', () => {
    const stage = new FakeStage(hello)
    const sender = stage.join()
    const other = stage.join()
    stage.say(sender, 'anybody there?')
    expect(sender.received).toHaveLength(1)
    expect(other.received).toEqual([])
  })

  it('logs only the beginning of a huge message', () => {
    const stage = new FakeStage(hello)
    stage.say(stage.join(), 'x'.repeat(1_000_000))
    const row = stage.logged[1]?.text ?? ''
    expect(row).toMatch(/^received: x+…$/)
    expect(row.length).toBeLessThan(3_000)
  })
})
