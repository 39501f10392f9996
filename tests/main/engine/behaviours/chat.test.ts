import { describe, expect, it } from 'vitest'
import { chat, NAME_MAX_LENGTH, TEXT_MAX_LENGTH } from '../../../../src/main/engine/behaviours/chat'
import { FakeStage } from './fake-stage'

const time = '2024-05-17T12:00:00.000Z'

/** A room with two guests who have read all that was said so far. */
function room() {
  const stage = new FakeStage(chat)
  const first = stage.join()
  const second = stage.join()
  first.received = []
  second.received = []
  return { stage, first, second }
}

describe('chat', () => {
  it('welcomes a newcomer with its name and who is there, and tells the others', () => {
    const stage = new FakeStage(chat)
    const first = stage.join()
    expect(first.take()).toEqual([{ type: 'welcome', name: 'guest 1', names: ['guest 1'], time, online: 1 }])
    const second = stage.join()
    expect(second.take()).toEqual([
      { type: 'welcome', name: 'guest 2', names: ['guest 1', 'guest 2'], time, online: 2 },
    ])
    expect(first.take()).toEqual([{ type: 'join', name: 'guest 2', time, online: 2 }])
  })

  it.each([
    ['plain text', 'hello all'],
    ['a JSON object with a text', '{"text":"hello all"}'],
  ])('passes %s on to everybody, the sender included', (_, message) => {
    const { stage, first, second } = room()
    stage.say(first, message)
    const passedOn = { type: 'message', name: 'guest 1', text: 'hello all', time, online: 2 }
    expect(first.take()).toEqual([passedOn])
    expect(second.take()).toEqual([passedOn])
  })

  it.each(['42', '["text"]', 'null', '{"text": "cut o', '{-:'])(
    'takes %s, which is no object, for plain text',
    (text) => {
      const { stage, first, second } = room()
      stage.say(first, text)
      expect(second.take()).toMatchObject([{ type: 'message', text }])
    },
  )

  it('tells all of a new name, which holds from then on', () => {
    const { stage, first, second } = room()
    stage.say(first, { name: '  Ada \n Lovelace ' })
    stage.say(first, 'hi')
    const told = [
      { type: 'rename', name: 'guest 1', text: 'Ada Lovelace', time, online: 2 },
      { type: 'message', name: 'Ada Lovelace', text: 'hi', time, online: 2 },
    ]
    expect(second.take()).toEqual(told)
    expect(first.take()).toEqual(told)
  })

  it('renames first when an object has both a name and a text, and only when the name is new', () => {
    const { stage, first, second } = room()
    stage.say(first, { name: 'Ada', text: 'hi' })
    stage.say(first, { name: 'Ada', text: 'again' })
    expect(second.take().map(({ type, text }) => [type, text])).toEqual([
      ['rename', 'Ada'],
      ['message', 'hi'],
      ['message', 'again'],
    ])
  })

  it('tells the others who left, and forgets the name', () => {
    const { stage, first, second } = room()
    stage.say(second, { name: 'Ada' })
    first.received = []
    stage.leave(second)
    expect(first.take()).toEqual([{ type: 'leave', name: 'Ada', time, online: 1 }])
    stage.say(first, { name: 'Ada' })
    expect(first.take()).toMatchObject([{ type: 'rename', text: 'Ada' }])
  })

  it('gives no name twice, not even to a guest', () => {
    const { stage, first, second } = room()
    stage.say(first, { name: 'guest 3' })
    stage.say(second, { name: 'guest 3' })
    expect(second.take()).toMatchObject([
      { type: 'rename' },
      { type: 'error', message: expect.stringContaining('already') },
    ])
    expect(stage.join().take()).toMatchObject([{ name: 'guest 4' }])
  })

  it.each([
    ['an over-long text', 'x'.repeat(TEXT_MAX_LENGTH + 1), '2001 characters long'],
    ['a huge text', 'x'.repeat(5_000_000), '5000000 characters long'],
    ['a huge JSON object', { text: 'x'.repeat(5_000_000) }, 'characters long'],
    ['an empty text', '', 'empty'],
    ['a blank text', { text: ' \n' }, 'empty'],
    ['binary', new Uint8Array([104, 105]), 'Binary'],
    ['a text that is a number', { text: 5 }, 'Send plain text'],
    ['a name that is a list', { name: ['Ada'] }, 'Send plain text'],
    ['a null text', { text: null }, 'Send plain text'],
    ['an object with neither', { hello: 'all' }, 'Send plain text'],
    ['a text under __proto__', '{"__proto__":{"text":"hi"}}', 'Send plain text'],
    ['an empty name', { name: ' ' }, 'A name has 1 to 32 characters'],
    ['an over-long name', { name: 'x'.repeat(NAME_MAX_LENGTH + 1) }, 'A name has 1 to 32 characters'],
    ['a refused name with a text', { name: '', text: 'hi' }, 'A name has 1 to 32 characters'],
  ])('refuses %s, and tells its sender only', (_, message, reason) => {
    const { stage, first, second } = room()
    stage.say(first, message)
    expect(first.take()).toEqual([{ type: 'error', message: expect.stringContaining(reason) }])
    expect(second.received).toEqual([])
  })

  it('passes on a text and a name that are just as long as may be', () => {
    const { stage, first, second } = room()
    stage.say(first, { name: 'n'.repeat(NAME_MAX_LENGTH), text: 't'.repeat(TEXT_MAX_LENGTH) })
    expect(second.take()).toMatchObject([{ type: 'rename' }, { type: 'message', text: 't'.repeat(TEXT_MAX_LENGTH) }])
  })
})
