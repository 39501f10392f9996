import { describe, expect, it } from 'vitest'
import { game } from '../../../../src/main/engine/behaviours/game'
import { type FakePeer, FakeStage } from './fake-stage'

interface State {
  type: 'state'
  tick: number
  time: number
  players: { id: number; name: string; x: number; y: number; score: number; latencyMs: number; lastInputSeq: number }[]
  coins: { id: number; x: number; y: number }[]
}

interface Welcome {
  type: 'welcome'
  id: number
  name: string
}

/** A client that has read its welcome. */
function play(options: Record<string, unknown> = { bots: 0 }, seed = 1) {
  const stage = new FakeStage(game, options, seed)
  const peer = stage.join()
  const [welcome] = peer.take<Welcome>() as [Welcome]
  return { stage, peer, id: welcome.id }
}

function lastState(peer: FakePeer): State {
  return peer.take<State>().pop() as State
}

describe('game', () => {
  it('welcomes a client with its player and the arena', () => {
    const [welcome, ...more] = new FakeStage(game).join().take()
    expect(welcome).toMatchObject({ type: 'welcome', id: 4, name: 'player 4', arena: { width: 800, height: 600 } })
    expect(more).toEqual([])
  })

  it('broadcasts states of exactly these fields, in numbers of two decimals', () => {
    const { stage, peer } = play({ bots: 2 })
    stage.stall(0.4)
    peer.roundTripMs = 1.23456
    stage.advance(5_000)
    const states = peer.take<State>()
    for (const state of states) {
      expect(Object.keys(state)).toEqual(['type', 'tick', 'time', 'players', 'coins'])
      expect(Number.isSafeInteger(state.time)).toBe(true)
      expect(state.players).toHaveLength(3)
      expect(state.coins).toHaveLength(12)
      for (const player of state.players) {
        expect(Object.keys(player)).toEqual(['id', 'name', 'x', 'y', 'score', 'latencyMs', 'lastInputSeq'])
      }
      for (const number of JSON.stringify(state).match(/-?\d+(\.\d+)?/g) ?? []) {
        expect(number).toMatch(/^-?\d+(\.\d{1,2})?$/)
      }
    }
    expect(states.length).toBeGreaterThan(100)
  })

  it.each([1, 30, 60, 120])('ticks %i times a second, without a gap', (rate) => {
    const { stage, peer } = play({ rate, bots: 0 })
    stage.advance(60_000)
    const ticks = peer.take<State>().map(({ tick }) => tick)
    expect(Math.abs(ticks.length - 60 * rate)).toBeLessThanOrEqual(1)
    expect(ticks).toEqual(ticks.map((_, i) => i + 1))
  })

  it('keeps its rate on timers that are a little early or late', () => {
    const { stage, peer } = play({ rate: 60, bots: 0 })
    for (let i = 0; i < 1_000; i++) stage.stall(i % 3 === 0 ? 25 : 17)
    const state = lastState(peer)
    const dueCount = 60 * ((334 * 25 + 666 * 17) / 1_000)
    expect(Math.abs(state.tick - dueCount)).toBeLessThanOrEqual(2)
  })

  it('moves the player who steers, and says which input that was', () => {
    const { stage, peer, id } = play()
    stage.advance(100)
    const before = lastState(peer).players.find((player) => player.id === id)!
    const dx = before.x < 400 ? 1 : -1
    stage.say(peer, { type: 'input', seq: 7, dx, dy: 0 })
    stage.advance(200)
    const after = lastState(peer).players.find((player) => player.id === id)!
    expect((after.x - before.x) * dx).toBeGreaterThan(10)
    expect(after.y).toBe(before.y)
    expect(after.lastInputSeq).toBe(7)
  })

  it.each([
    ['1e999', '1'],
    ['-1e999', '-1'],
    ['5', '1'],
    ['-3.5', '-1'],
  ])('steers no harder with %s than with %s', (wild, most) => {
    const positions = (dx: string) => {
      const { stage, peer } = play()
      stage.say(peer, `{"type":"input","seq":1,"dx":${dx},"dy":${dx}}`)
      stage.advance(1_000)
      return peer.take<State>().map(({ players }) => players)
    }
    expect(positions(wild)).toEqual(positions(most))
    expect(positions(wild)).not.toEqual(positions('0'))
  })

  it.each([
    ['malformed JSON', '{"type":"input"'],
    ['a list', '[1, 2]'],
    ['another type', { type: 'teleport', seq: 1, dx: 1, dy: 1 }],
    ['no seq', { type: 'input', dx: 1, dy: 1 }],
    ['a negative seq', { type: 'input', seq: -1, dx: 1, dy: 1 }],
    ['a fractional seq', { type: 'input', seq: 1.5, dx: 1, dy: 1 }],
    ['an unsafe seq', { type: 'input', seq: 2 ** 60, dx: 1, dy: 1 }],
    ['a seq of text', { type: 'input', seq: '1', dx: 1, dy: 1 }],
    ['a dx of text', { type: 'input', seq: 1, dx: '1', dy: 1 }],
    ['a dy of NaN, which is null in JSON', { type: 'input', seq: 1, dx: 1, dy: Number.NaN }],
    ['an input under __proto__', '{"__proto__":{"type":"input","seq":1,"dx":1,"dy":1}}'],
    ['binary', new TextEncoder().encode('{"type":"input","seq":1,"dx":1,"dy":1}')],
    ['a huge message', `{"type":"input","seq":1,"dx":1,"dy":1,"x":"${'x'.repeat(5_000_000)}"}`],
  ])('refuses %s, to its sender only, and moves nobody', (_, message) => {
    const { stage, peer, id } = play()
    const other = stage.join()
    other.received = []
    stage.say(peer, message)
    expect(peer.take()).toEqual([{ type: 'error', message: expect.stringContaining('"dx"') }])
    expect(other.received).toEqual([])
    stage.advance(500)
    const [first, ...more] = peer.take<State>().map(({ players }) => players.find((player) => player.id === id))
    for (const each of more) expect(each).toEqual(first)
  })

  it('does not answer a flood of bad input with a flood', () => {
    const { stage, peer } = play()
    for (let i = 0; i < 10_000; i++) stage.say(peer, 'nonsense')
    expect(peer.received.length).toBeLessThanOrEqual(5)
  })

  it('measures latency with a ping on arrival and one a second', () => {
    const { stage, peer, id } = play()
    expect(peer.pingCount).toBe(1)
    stage.advance(10_500)
    expect(peer.pingCount).toBe(11)
    expect(lastState(peer).players).toMatchObject([{ id, latencyMs: null }])
    peer.roundTripMs = 12.3456
    stage.advance(100)
    expect(lastState(peer).players).toMatchObject([{ id, latencyMs: 12.35 }])
  })

  it('lets bots collect coins', () => {
    const { stage, peer } = play({ bots: 3 })
    stage.advance(60_000)
    const bots = lastState(peer).players.filter(({ name }) => name.startsWith('bot'))
    expect(bots).toHaveLength(3)
    for (const { score } of bots) expect(score).toBeGreaterThan(3)
  })

  it('adds and removes bots and changes its rate while running, and keeps the scores', () => {
    const { stage, peer, id } = play({ bots: 3 })
    stage.advance(60_000)
    const before = lastState(peer)
    stage.configure({ bots: 50, rate: 120 })
    stage.advance(1_000)
    expect(Math.abs(peer.received.length - 120)).toBeLessThanOrEqual(1)
    expect(lastState(peer).players).toHaveLength(51)
    stage.configure({ bots: 1, rate: 10 })
    stage.advance(1_000)
    const after = lastState(peer)
    expect(after.players.map(({ name }) => name)).toEqual([`player ${id}`, 'bot 1'])
    expect(after.players[1]!.score).toBeGreaterThanOrEqual(before.players[1]!.score)
    expect(after.tick).toBeGreaterThan(before.tick)
    expect(stage.timerCount).toBe(2)
  })

  it('keeps ticking while bots are being adjusted', () => {
    const { stage, peer } = play({ rate: 1, bots: 0 })
    for (let i = 0; i < 500; i++) {
      stage.configure({ rate: 1, bots: i % 5 })
      stage.advance(20)
    }
    expect(Math.abs(peer.received.length - 10)).toBeLessThanOrEqual(1)
    expect(Math.abs(peer.pingCount - 11)).toBeLessThanOrEqual(1)
  })

  it('lets nobody collect coins who left', () => {
    const { stage, peer } = play()
    const leaving = Array.from({ length: 20 }, () => stage.join())
    for (const [i, each] of leaving.entries()) {
      stage.say(each, { type: 'input', seq: 1, dx: Math.sin(i), dy: Math.cos(i) })
      stage.leave(each)
    }
    stage.advance(100)
    const { coins } = lastState(peer)
    stage.advance(10_000)
    expect(lastState(peer).coins).toEqual(coins)
  })

  it('steps a bounded number of times after a stall', () => {
    const { stage, peer } = play()
    stage.advance(1_000)
    const before = lastState(peer).tick
    stage.stall(3_600_000)
    const [state, ...more] = peer.take<State>()
    expect(state!.tick - before).toBe(5)
    expect(more).toEqual([])
    stage.advance(1_000)
    expect(peer.received.length).toBeLessThanOrEqual(31)
  })

  it('stands still while nobody is connected', () => {
    const { stage, peer } = play({ bots: 3 })
    const other = stage.join()
    stage.advance(1_000)
    stage.leave(other)
    expect(lastState(peer).players).toHaveLength(5)
    stage.advance(100)
    const before = lastState(peer)
    expect(before.players).toHaveLength(4)
    stage.leave(peer)
    expect(stage.timerCount).toBe(0)
    stage.configure({ rate: 60 })
    expect(stage.timerCount).toBe(0)
    stage.advance(3_600_000)
    const next = stage.join()
    stage.advance(50)
    expect(lastState(next).tick - before.tick).toBeLessThanOrEqual(3)
  })

  it('does the same again with the same dice and inputs', () => {
    const run = (seed: number) => {
      const { stage, peer } = play({ bots: 5 }, seed)
      for (let seq = 0; seq < 20; seq++) {
        stage.say(peer, { type: 'input', seq, dx: Math.sin(seq), dy: Math.cos(seq) })
        stage.advance(250)
      }
      return peer.received
    }
    expect(run(3)).toEqual(run(3))
    expect(run(3)).not.toEqual(run(4))
  })
})
