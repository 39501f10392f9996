import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AcceptedPeer } from '../../../../src/main/engine/net/peer'
import { VitalSigns } from '../../../../src/main/engine/net/vital-signs'
import { vitalsFrom } from '../../../../src/main/engine/net/vitals'
import { plainServer } from '../../../../src/shared/protocol/server-settings'

const { limits } = plainServer()

/** What the heartbeat sees of a client; whether it answers is the test's to say. */
class FakePeer {
  readonly vitals = vitalsFrom(Date.now())
  messageCount = 0
  pingCount = 0
  cutAtMs: number | undefined
  closed: number | undefined
  readonly connection = {
    signsOfLife: 0,
    takenCount: 0,
    queuedBytes: 0,
    isReadStopped: false,
    state: { name: 'open' },
    log: () => {},
    close: (closeCode: number) => {
      this.closed = closeCode
    },
    terminate: () => {
      this.cutAtMs ??= Date.now()
    },
  }

  constructor(private readonly answers: boolean) {}

  ping(): void {
    this.pingCount++
    if (this.answers) this.connection.signsOfLife++
  }
}

function watch(peers: FakePeer[], more: Partial<typeof limits> = {}): VitalSigns {
  const set = new Set(peers) as unknown as ReadonlySet<AcceptedPeer>
  return new VitalSigns(set, { ...limits, ...more }, () => Date.now())
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the heartbeat, as it is unless the user says otherwise', () => {
  it('finds a client that died at any moment within 12 s, and cuts no other', () => {
    const living = new FakePeer(true)
    const dying = Array.from({ length: 20 }, () => new FakePeer(true))
    const signs = watch([living, ...dying])
    const diedAtMs = new Map<FakePeer, number>()
    for (const [at, peer] of dying.entries()) {
      vi.advanceTimersByTime(700 + at * 13)
      diedAtMs.set(peer, Date.now())
      Object.assign(peer, { answers: false })
    }
    vi.advanceTimersByTime(12_000)
    for (const peer of dying) expect((peer.cutAtMs ?? Number.NaN) - (diedAtMs.get(peer) ?? 0)).toBeLessThan(12_000)
    vi.advanceTimersByTime(600_000)
    expect(living.cutAtMs).toBeUndefined()
    expect(living.pingCount).toBeGreaterThan(100)
    signs.dispose()
  })

  it('pings nobody who speaks', () => {
    const peer = new FakePeer(false)
    const signs = watch([peer])
    for (let second = 0; second < 60; second++) {
      peer.connection.signsOfLife++
      vi.advanceTimersByTime(1_000)
    }
    expect([peer.pingCount, peer.cutAtMs]).toEqual([0, undefined])
    signs.dispose()
  })

  it('cuts nobody who takes what was waiting for him, nor whom we do not read', () => {
    const taking = new FakePeer(false)
    taking.connection.queuedBytes = 1_000_000
    const unread = new FakePeer(false)
    unread.connection.isReadStopped = true
    const signs = watch([taking, unread])
    for (let second = 0; second < 60; second++) {
      taking.connection.takenCount++
      vi.advanceTimersByTime(1_000)
    }
    expect([taking.cutAtMs, unread.cutAtMs]).toEqual([undefined, undefined])
    signs.dispose()
  })

  it('cuts him who only takes what the kernel has room for: his buffers may be a dead man’s', () => {
    const peer = new FakePeer(false)
    const signs = watch([peer])
    for (let second = 0; second < 13; second++) {
      peer.connection.takenCount += 100
      vi.advanceTimersByTime(1_000)
    }
    expect(peer.cutAtMs).toBeDefined()
    signs.dispose()
  })

  it('cuts nobody for a time in which we ourselves were busy', () => {
    const peer = new FakePeer(false)
    const signs = watch([peer])
    vi.advanceTimersByTime(6_500)
    expect(peer.pingCount).toBe(1)
    // The event loop stood still: the pong has come, and is yet to be read.
    vi.setSystemTime(Date.now() + 60_000)
    vi.advanceTimersByTime(1_000)
    expect(peer.cutAtMs).toBeUndefined()
    peer.connection.signsOfLife++
    vi.advanceTimersByTime(4_000)
    expect(peer.cutAtMs).toBeUndefined()
    signs.dispose()
  })
})

it('nothing is looked for where both are off', () => {
  const peer = new FakePeer(false)
  const signs = watch([peer], { heartbeatMs: 0, idleMs: 0 })
  vi.advanceTimersByTime(10_000_000)
  expect([peer.pingCount, peer.cutAtMs, peer.closed, vi.getTimerCount()]).toEqual([0, undefined, undefined, 0])
  signs.dispose()
})

it('an idle client is closed after an hour, unless the user says otherwise', () => {
  const peer = new FakePeer(true)
  const signs = watch([peer])
  vi.advanceTimersByTime(3_590_000)
  expect(peer.closed).toBeUndefined()
  vi.advanceTimersByTime(20_000)
  expect(peer.closed).toBe(1001)
  signs.dispose()
})
