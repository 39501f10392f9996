import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Behaviour, BehaviourType, Peer } from '../../../../../src/main/engine/behaviours/behaviour'
import { echo } from '../../../../../src/main/engine/behaviours/echo'
import { hello } from '../../../../../src/main/engine/behaviours/hello'
import { compileRules } from '../../../../../src/main/engine/behaviours/rules/compile-rules'
import { RuledBehaviour } from '../../../../../src/main/engine/behaviours/rules/ruled-behaviour'
import { KEPT_MAX_BYTES, WAITING_RUNS_MAX } from '../../../../../src/main/engine/behaviours/rules/runs'
import { silent } from '../../../../../src/main/engine/behaviours/silent'
import { type Rule, type RuleStep, rules as rulesSchema } from '../../../../../src/shared/protocol/server-settings'
import { FakeStage } from '../fake-stage'
import { matchMessage } from './match-message'

const reply = (template: string): RuleStep => ({ do: 'reply', template })
const broadcast = (template: string): RuleStep => ({ do: 'broadcast', template })
const wait = (ms: number): RuleStep => ({ do: 'wait', ms })
const close = (closeCode: number, reason = ''): RuleStep => ({ do: 'close', closeCode, reason })

const onOpen = (...steps: RuleStep[]): Rule => ({ when: { on: 'open' }, do: steps })
const onMessage = (matches: string, ...steps: RuleStep[]): Rule => ({ when: { on: 'message', matches }, do: steps })
const onInterval = (everyMs: number, ...steps: RuleStep[]): Rule => ({ when: { on: 'interval', everyMs }, do: steps })

function compiled(rules: Rule[]) {
  const result = compileRules(rules, matchMessage)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** A server of the type with the rules before it. */
function ruled(rules: Rule[], type: BehaviourType = echo, seed = 1) {
  let behaviour: RuledBehaviour | undefined
  const stage = new FakeStage(
    {
      ...type,
      begin: (stage, options) => {
        behaviour = new RuledBehaviour(type.begin(stage, options), stage, compiled(rules))
        return behaviour
      },
    },
    {},
    seed,
  )
  return {
    stage,
    setRules: (next: Rule[]) => behaviour?.setRules(compiled(next)),
    /** As `stage.say`, but with these very bytes. */
    hear: (peer: Peer, bytes: Buffer) => behaviour?.onMessage(peer, { isBinary: true, bytes }),
  }
}

const recorder = (begun: Behaviour): BehaviourType => ({ description: '', options: [], begin: () => begun })

describe('rules for messages', () => {
  it('answer by the first rule that matches, and leave the rest to the behaviour', () => {
    const { stage } = ruled([
      onMessage('$.op == login', reply('{"ok":true,"user":{{json $.name}}}')),
      onMessage('/^.{0,40}op/', reply('second')),
      onMessage('PING', reply('third')),
    ])
    const peer = stage.join()
    stage.say(peer, { op: 'login', name: 'ada' })
    stage.say(peer, { op: 'other' })
    stage.say(peer, 'a ping op')
    stage.say(peer, 'a ping')
    stage.say(peer, 'anything')
    expect(peer.received).toEqual(['{"ok":true,"user":"ada"}', 'second', 'second', 'third', 'anything'])
  })

  it('match every message where the match is empty, and swallow it where there are no steps', () => {
    const { stage } = ruled([onMessage('quiet'), onMessage('', reply('all'))])
    const peer = stage.join()
    stage.say(peer, 'quiet!')
    stage.say(peer, '')
    expect(peer.received).toEqual(['all'])
  })

  it('match the bytes of a binary message, and write them as UTF-8', () => {
    const { stage } = ruled([onMessage('é', reply('<{{message}}>'))])
    const peer = stage.join()
    stage.say(peer, Uint8Array.of(0x63, 0xc3, 0xa9, 0xff))
    expect(peer.received).toEqual(['<cé\ufffd>'])
    stage.say(peer, Uint8Array.of(0xff))
    expect(peer.received[1]).toEqual(Buffer.of(0xff))
  })

  it('reply to the sender only and broadcast to all, in the order of the steps', () => {
    const { stage } = ruled([onMessage('', reply('a'), broadcast('b {{client}}'), reply('c'))])
    const sender = stage.join()
    const other = stage.join()
    stage.say(sender, 'go')
    expect(sender.received).toEqual(['a', `b ${sender.id}`, 'c'])
    expect(other.received).toEqual([`b ${sender.id}`])
  })

  it('close with code and reason, and do no step after it', () => {
    const { stage } = ruled([onMessage('bad', reply('bye'), close(4001, 'not here'), reply('never'))])
    const peer = stage.join()
    stage.say(peer, 'bad')
    expect(peer.received).toEqual(['bye'])
    expect(peer.closed).toEqual({ closeCode: 4001, reason: 'not here' })
  })

  it('count a client’s messages of each rule by themselves', () => {
    const { stage } = ruled([
      onMessage('a', reply('plain'), reply('a{{seq}}'), reply('a{{seq}}')),
      onMessage('b', reply('b{{seq}}')),
    ])
    const first = stage.join()
    const second = stage.join()
    for (const text of ['a', 'b', 'a']) stage.say(first, text)
    stage.say(second, 'a')
    expect(first.received).toEqual(['plain', 'a1', 'a2', 'b1', 'plain', 'a3', 'a4'])
    expect(second.received).toEqual(['plain', 'a1', 'a2'])
  })

  it('know the user that a client is', () => {
    const { stage } = ruled([onMessage('', reply('[{{user}}]'))])
    const peer = stage.join()
    stage.say(peer, 'who?')
    stage.say(Object.assign(peer, { user: 'ada' }), 'who?')
    expect(peer.received).toEqual(['[]', '[ada]'])
  })

  it('throw the dice of the stage: the same seed, the same numbers', () => {
    const [first, second, other] = [3, 3, 4].map((seed) => {
      const { stage } = ruled([onMessage('', reply('{{random}} {{random 1 1000000}}'))], echo, seed)
      const peer = stage.join()
      stage.say(peer, 'go')
      return peer.received
    })
    expect(second).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('send nothing that grows too long, say so in the log, and go on', () => {
    const { stage } = ruled([onMessage('', reply('{{message}}'.repeat(3)), reply('next'))])
    const peer = stage.join()
    stage.say(peer, 'x'.repeat(500_000))
    expect(peer.received).toEqual(['next'])
    expect(stage.logged).toEqual([
      { text: 'Rule 1 did not send a message: It would be longer than 1048576 characters.', peer },
    ])
  })
})

describe('rules for clients that come', () => {
  it('run after the behaviour has met the client, all of them, and not for who is there already', () => {
    const greeter = recorder({ onOpen: (peer) => peer.send('inner') })
    const { stage } = ruled([onOpen(reply('first {{client}}')), onOpen(broadcast('second {{seq}}'))], greeter)
    const first = stage.join()
    const second = stage.join()
    expect(first.received).toEqual(['inner', `first ${first.id}`, 'second 1', 'second 1'])
    expect(second.received).toEqual(['inner', `first ${second.id}`, 'second 1'])
  })

  it('leave alone who is gone by then', () => {
    const stages: FakeStage[] = []
    const bouncer = recorder({
      onOpen: (peer) => {
        for (const each of stages[0]?.peers ?? []) if (each === peer) stages[0]?.leave(each)
      },
    })
    const { stage } = ruled([onOpen(reply('hi')), onOpen(wait(10), reply('hi'))], bouncer)
    stages.push(stage)
    const peer = stage.join()
    expect(stage.timerCount).toBe(0)
    expect(peer.received).toEqual([])
  })
})

describe('rules at an interval', () => {
  it('write one message for all, from the server’s start on', () => {
    const { stage } = ruled([onInterval(1_000, reply('{"beat":{{seq}},"at":{{nowMs}}}'))])
    stage.advance(1_500)
    const first = stage.join()
    const second = stage.join()
    stage.advance(400)
    expect(first.received).toEqual([])
    stage.advance(1_100)
    expect(first.take()).toEqual([
      { beat: 1, at: Date.UTC(2024, 4, 17, 12, 0, 2) },
      { beat: 2, at: Date.UTC(2024, 4, 17, 12, 0, 3) },
    ])
    expect(second.received).toHaveLength(2)
    expect(stage.broadcastCount).toBe(2)
  })

  it('have no message, no client and no user to tell of', () => {
    const { stage } = ruled([onInterval(100, broadcast('[{{message}}{{$.a}}{{client}}{{user}}]'))])
    const peer = stage.join()
    stage.advance(100)
    expect(peer.received).toEqual(['[]'])
  })

  it('may wait and close: everybody', () => {
    const { stage } = ruled([onInterval(100, reply('soon'), wait(50), close(1012, 'restart'))])
    const peers = [stage.join(), stage.join()]
    stage.advance(149)
    expect(peers.map(({ closed }) => closed)).toEqual([undefined, undefined])
    stage.advance(1)
    expect(peers.map(({ closed }) => closed)).toEqual(Array(2).fill({ closeCode: 1012, reason: 'restart' }))
  })
})

describe('a rule that waits', () => {
  it('goes on afterwards, with the time it is then and the message it was begun by', () => {
    const { stage } = ruled([onMessage('', reply('1 {{nowMs}}'), wait(200), reply('2 {{nowMs}} {{$.a}} {{message}}'))])
    const peer = stage.join()
    const startMs = stage.now()
    stage.say(peer, '{"a":"b"}')
    stage.advance(199)
    expect(peer.received).toEqual([`1 ${startMs}`])
    stage.advance(1)
    expect(peer.received).toEqual([`1 ${startMs}`, `2 ${startMs + 200} b {"a":"b"}`])
    expect(stage.timerCount).toBe(0)
  })

  it('keeps what the message was, should its buffer be used again', () => {
    const { stage, hear } = ruled([onMessage('', wait(10), reply('{{message}}'))])
    const peer = stage.join()
    const bytes = Buffer.from('before')
    hear(peer, bytes)
    bytes.fill('x')
    stage.advance(10)
    expect(peer.received).toEqual(['before'])
  })

  it('runs beside others of the same client', () => {
    const { stage } = ruled([onMessage('$.ms', wait(100), reply('{{$.n}}')), onMessage('', reply('{{message}}'))])
    const peer = stage.join()
    stage.say(peer, { ms: 1, n: 1 })
    stage.advance(50)
    stage.say(peer, { ms: 1, n: 2 })
    stage.say(peer, 'at once')
    stage.advance(50)
    stage.advance(50)
    expect(peer.received).toEqual(['at once', '1', '2'])
  })

  it('ends when its client leaves, and nobody else’s does', () => {
    const { stage } = ruled([onMessage('', wait(100), broadcast('{{client}}'))])
    const first = stage.join()
    const second = stage.join()
    stage.say(first, 'go')
    stage.say(second, 'go')
    stage.leave(first)
    expect(stage.timerCount).toBe(1)
    stage.advance(100)
    expect(second.received).toEqual([String(second.id)])
  })

  it('does not go on when what it sent was the client’s end', () => {
    const { stage } = ruled([onMessage('', reply('too much'), broadcast('never'), wait(10), broadcast('never'))])
    const peer = stage.join()
    const other = stage.join()
    peer.send = () => stage.leave(peer)
    stage.say(peer, 'go')
    stage.advance(10)
    expect(stage.timerCount).toBe(0)
    expect(other.received).toEqual([])
  })

  it('is bounded for each client: one run more is not begun, which the log says once', () => {
    const { stage } = ruled([onMessage('', reply('taken'), wait(100), reply('done'))])
    const busy = stage.join()
    const other = stage.join()
    for (let count = 0; count < WAITING_RUNS_MAX + 2; count++) stage.say(busy, 'go')
    stage.say(other, 'go')
    expect(busy.received).toHaveLength(WAITING_RUNS_MAX)
    expect(other.received).toHaveLength(1)
    expect(stage.logged).toEqual([
      {
        text: expect.stringMatching(/^Rule 1 was not run: 1000 runs for this client wait already/),
        peer: busy,
      },
    ])
    stage.advance(100)
    stage.say(busy, 'go')
    expect(busy.received).toHaveLength(2 * WAITING_RUNS_MAX + 1)
  })

  it('is bounded at an interval too', () => {
    const { stage } = ruled([onInterval(10, wait(600_000), reply('late'))])
    stage.join()
    stage.advance((WAITING_RUNS_MAX + 5) * 10)
    expect(stage.timerCount).toBe(WAITING_RUNS_MAX + 1)
    expect(stage.logged).toHaveLength(1)
  })

  it('keeps messages up to a bound of all clients together, and only those it will write', () => {
    const large = Buffer.alloc(KEPT_MAX_BYTES / 4, 'x')
    const { stage, hear } = ruled([
      onMessage('xx', wait(100), reply('{{$.a}}.'), wait(100)),
      onMessage('zz', reply('{{$.a}}'), wait(100), reply('forgotten')),
    ])
    const peers = [1, 2, 3, 4].map(() => stage.join())
    for (const peer of peers) hear(peer, large)
    const last = stage.join()
    hear(last, large)
    expect(stage.logged).toEqual([{ text: expect.stringContaining('come to 64 MiB'), peer: last }])
    expect(stage.timerCount).toBe(4)
    hear(last, Buffer.alloc(large.length, 'z'))
    expect(stage.timerCount).toBe(5)
    if (peers[0]) stage.leave(peers[0])
    hear(last, large)
    expect(stage.timerCount).toBe(5)
    stage.advance(200)
    expect(stage.timerCount).toBe(0)
    for (const peer of [...peers.slice(1), last]) {
      hear(peer, large)
      stage.say(peer, 'xx')
    }
    expect(stage.timerCount).toBe(7)
  })
})

describe('rules that are replaced while the server runs', () => {
  it('hold from then on, and count from 1', () => {
    const { stage, setRules } = ruled([onMessage('', reply('old {{seq}}'))])
    const peer = stage.join()
    stage.say(peer, 'a')
    setRules([onMessage('a', reply('new {{seq}}'))])
    stage.say(peer, 'a')
    stage.say(peer, 'b')
    setRules([])
    stage.say(peer, 'a')
    expect(peer.received).toEqual(['old 1', 'new 1', 'b', 'a'])
  })

  it('end what waits and what repeats', () => {
    const { stage, setRules } = ruled([
      onMessage('', wait(100), reply('old')),
      onInterval(100, wait(50), reply('old')),
      onInterval(100, reply('beat')),
    ])
    const peer = stage.join()
    stage.advance(120)
    stage.say(peer, 'go')
    expect(peer.received).toEqual(['beat'])
    setRules([onInterval(100, reply('new'))])
    expect(stage.timerCount).toBe(1)
    stage.advance(100)
    expect(peer.received).toEqual(['beat', 'new'])
  })
})

describe('the examples of docs/rules.md', () => {
  const examples = [...readFileSync('docs/rules.md', 'utf8').matchAll(/```json\n(.*?)```/gs)].map(([, json]) =>
    v.parse(v.strictObject({ rules: rulesSchema }), JSON.parse(json as string)),
  )

  it('log a client in and send it a price, at their beat tell all of the time, and close with 4001', () => {
    const { stage } = ruled(
      examples.flatMap(({ rules }) => rules),
      silent,
    )
    const peer = stage.join()
    stage.say(peer, { op: 'login', user: 'Ada "the first"' })
    stage.say(peer, { op: 'subscribe', symbol: 'ABC' })
    expect(peer.take()).toEqual([
      { op: 'welcome', user: 'Ada "the first"', session: expect.stringContaining('-') },
      { op: 'subscribed', symbol: 'ABC' },
    ])
    stage.advance(5_000)
    expect(peer.take()).toEqual([
      { symbol: 'ABC', price: expect.any(Number), seq: 1 },
      { type: 'heartbeat', seq: 1, at: '2024-05-17T12:00:05.000Z' },
    ])
    stage.say(peer, 'Quit')
    expect(peer.received).toEqual(['Goodbye, client 1.'])
    expect(peer.closed?.closeCode).toBe(4001)
  })

  it('are three', () => {
    expect(examples).toHaveLength(3)
  })
})

describe('the behaviour behind the rules', () => {
  it('runs as it does alone where there are none', () => {
    const { stage } = ruled([], hello)
    const peer = stage.join()
    stage.say(peer, 'Hello Server!')
    stage.leave(peer)
    expect(peer.received).toEqual(['Hello Client!'])
    expect(stage.logged).toHaveLength(3)
    expect(stage.timerCount).toBe(0)
  })

  it('hears who leaves and what is set, as itself', () => {
    class Inner implements Behaviour {
      readonly heard: unknown[] = []

      onClose(peer: unknown): void {
        this.heard.push(peer)
      }

      configure(options: unknown): void {
        this.heard.push(options)
      }
    }
    const inner = new Inner()
    const { stage } = ruled([onMessage('', reply('x'))], recorder(inner))
    const peer = stage.join()
    stage.configure({})
    stage.leave(peer)
    expect(inner.heard).toEqual([{}, peer])
  })

  it('need not care for anything', () => {
    const { stage } = ruled([onMessage('a', reply('x'))], recorder({}))
    const peer = stage.join()
    stage.say(peer, 'b')
    stage.configure({})
    stage.leave(peer)
    expect(peer.received).toEqual([])
    expect(new RuledBehaviour({}, stage, compiled([])).configure).toBeUndefined()
  })
})
