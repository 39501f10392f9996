import { describe, expect, it } from 'vitest'
import { echo } from '../../../../src/main/engine/behaviours/echo'
import { FakeStage } from './fake-stage'

describe('echo', () => {
  it('sends text back as text, to its sender only', () => {
    const stage = new FakeStage(echo)
    const sender = stage.join()
    const other = stage.join()
    stage.say(sender, '\ufeffgrüße 👋\u0000')
    expect(sender.received).toEqual(['\ufeffgrüße 👋\u0000'])
    expect(other.received).toEqual([])
  })

  it('sends binary back as binary, byte for byte', () => {
    const stage = new FakeStage(echo)
    const peer = stage.join()
    stage.say(peer, new Uint8Array([0, 0xff, 0xfe, 0x80]))
    expect(peer.received).toEqual([Buffer.from([0, 0xff, 0xfe, 0x80])])
  })

  it('sends empty messages back too', () => {
    const stage = new FakeStage(echo)
    const peer = stage.join()
    stage.say(peer, '')
    stage.say(peer, new Uint8Array())
    expect(peer.received).toEqual(['', Buffer.alloc(0)])
  })
})
