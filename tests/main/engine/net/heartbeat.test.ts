import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Connection } from '../../../../src/main/engine/net/connection'
import { Heartbeat } from '../../../../src/main/engine/net/heartbeat'
import { fail, ok } from '../../../../src/shared/failure'
import { type HeartbeatSettings, plainConnection } from '../../../../src/shared/protocol/connection-settings'

const byDefault = plainConnection('', { heartbeat: { kind: 'ping' } }).heartbeat

/** What the heartbeat sees of a connection; whether it answers is the test's to say. */
class FakeConnection {
  signsOfLife = 0
  takenCount = 0
  queuedBytes = 0
  isReadStopped = false
  state = { name: 'open' }
  answers = true
  pingCount = 0
  cutAtMs: number | undefined

  ping(): void {
    this.pingCount++
    if (this.answers) this.signsOfLife++
  }

  send() {
    return Promise.resolve(fail('ERR_SEND_QUEUE_FULL', 'Much waits.'))
  }

  log(): void {}

  terminate(): void {
    this.cutAtMs ??= Date.now()
  }
}

function watch(settings: HeartbeatSettings = byDefault): FakeConnection {
  const connection = new FakeConnection()
  const tools = { now: () => Date.now(), fill: ok<string>, compileAnswer: () => ok(undefined) }
  new Heartbeat(connection as unknown as Connection, tools).start(settings)
  return connection
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the heartbeat of a connection we dialled, as it is unless the user says otherwise', () => {
  it('finds a line that died at any moment within 12 s, and cuts no other', () => {
    const living = watch()
    const dying = Array.from({ length: 40 }, () => watch())
    const diedAtMs = new Map<FakeConnection, number>()
    for (const connection of dying) {
      vi.advanceTimersByTime(613)
      connection.answers = false
      diedAtMs.set(connection, Date.now())
    }
    vi.advanceTimersByTime(12_000)
    for (const connection of dying) {
      expect((connection.cutAtMs ?? Number.NaN) - (diedAtMs.get(connection) ?? 0)).toBeLessThan(12_000)
    }
    vi.advanceTimersByTime(600_000)
    expect(living.cutAtMs).toBeUndefined()
    expect(living.pingCount).toBeGreaterThan(100)
  })

  it('goes on asking by messages while the queue is full, since a dead line is what fills it', async () => {
    const connection = watch({ kind: 'message', message: 'there?', answer: '', intervalMs: 5_000, timeoutMs: 5_000 })
    await vi.advanceTimersByTimeAsync(12_000)
    expect(connection.cutAtMs).toBeDefined()
  })

  it('cuts nobody because we were asleep ourselves', () => {
    const connection = watch()
    connection.answers = false
    vi.advanceTimersByTime(6_000)
    expect(connection.pingCount).toBe(1)
    vi.setSystemTime(Date.now() + 3_600_000)
    vi.advanceTimersByTime(1_000)
    expect(connection.cutAtMs).toBeUndefined()
    vi.advanceTimersByTime(6_000)
    expect(connection.cutAtMs).toBeDefined()
  })

  it('waits for one that is not read, and for one that takes what waits for it', () => {
    const [unread, taking] = [watch(), watch()]
    for (const connection of [unread, taking]) connection.answers = false
    unread.isReadStopped = true
    taking.queuedBytes = 1024 * 1024
    for (let second = 0; second < 60; second++) {
      taking.takenCount++
      vi.advanceTimersByTime(1_000)
    }
    expect([unread.cutAtMs, taking.cutAtMs]).toEqual([undefined, undefined])
    unread.isReadStopped = false
    vi.advanceTimersByTime(12_000)
    expect([unread.cutAtMs, taking.cutAtMs]).not.toContain(undefined)
  })
})
