import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { canPass, Reconnect, STEADY_AFTER_MS, waitBefore } from '../../../../src/main/engine/net/reconnect'
import type { ErrorCode } from '../../../../src/shared/failure'
import { plainConnection, type ReconnectSettings } from '../../../../src/shared/protocol/connection-settings'

const plain: ReconnectSettings = { ...plainConnection('').reconnect, isOn: true, jitterShare: 0 }

describe('the wait before an attempt', () => {
  it('doubles from the first on, up to the cap, and stays there however many there were', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 5_000].map((attempt) => waitBefore(attempt, plain, 0.9))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  })

  it('is shortened by chance, by no more than the share that is left to it', () => {
    const settings = { ...plain, jitterShare: 0.5 }
    expect(waitBefore(3, settings, 0)).toBe(4_000)
    expect(waitBefore(3, settings, 0.5)).toBe(3_000)
    expect(waitBefore(3, settings, 0.999_999)).toBe(2_000)
    expect(waitBefore(9, settings, 0.999_999)).toBe(15_000)
  })
})

describe('a failure', () => {
  const failure = (code: ErrorCode) => ({ code, message: '' })

  it.each<ErrorCode>(['ERR_CONNECTION_REFUSED', 'ERR_DNS', 'ERR_TIMEOUT', 'ERR_CONNECTION_RESET'])(
    'that may pass (%s) is worth another attempt',
    (code) => expect(canPass(failure(code), undefined)).toBe(true),
  )

  it.each<ErrorCode>(['ERR_URL_INVALID', 'ERR_HEADER_INVALID', 'ERR_TLS_UNTRUSTED', 'ERR_TLS_HOST_MISMATCH'])(
    'that only the user can mend (%s) is not',
    (code) => expect(canPass(failure(code), undefined)).toBe(false),
  )

  it('by a refusal passes unless the server wants to know who we are', () => {
    const passing = [401, 403, 407, 404, 429, 503].filter((status) => canPass(failure('ERR_HANDSHAKE_REFUSED'), status))
    expect(passing).toEqual([404, 429, 503])
  })
})

describe('a connection that is lost', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function machine(more: Partial<ReconnectSettings> = {}) {
    const rows: string[] = []
    let dialCount = 0
    const settings = { ...plain, ...more }
    const reconnect = new Reconnect({
      now: () => Date.now(),
      settings: () => settings,
      dial: () => void dialCount++,
      tell: (text) => void rows.push(text),
      onChange: () => {},
      chance: () => 0,
    })
    return { reconnect, rows, settings, dials: () => dialCount }
  }

  it('is dialled when its time has come, not before, and later after each attempt that fails', () => {
    const { reconnect, rows, dials } = machine()
    const startMs = Date.now()
    reconnect.opened()
    reconnect.lost()
    expect(reconnect.waiting).toEqual({ attempt: 1, atMs: startMs + 1_000 })
    vi.advanceTimersByTime(999)
    expect(dials()).toBe(0)
    vi.advanceTimersByTime(1)
    expect(dials()).toBe(1)
    expect(reconnect.waiting).toBeUndefined()
    reconnect.lost()
    expect(reconnect.waiting).toEqual({ attempt: 2, atMs: startMs + 3_000 })
    expect(rows).toEqual(['Connection lost; attempt 1 in 1.0 s.', 'Not reached; attempt 2 in 2.0 s.'])
  })

  it('again at once is a further attempt; after it stayed open a while it is the first again', () => {
    const { reconnect } = machine()
    for (const attempt of [1, 2, 3]) {
      reconnect.opened()
      vi.advanceTimersByTime(STEADY_AFTER_MS - 1)
      reconnect.lost()
      expect(reconnect.waiting?.attempt).toBe(attempt)
      vi.advanceTimersToNextTimer()
    }
    reconnect.opened()
    vi.advanceTimersByTime(STEADY_AFTER_MS)
    reconnect.lost()
    expect(reconnect.waiting?.attempt).toBe(1)
  })

  it('is given up after so many attempts', () => {
    const { reconnect, rows, dials } = machine({ attemptsMax: 2 })
    reconnect.lost()
    vi.advanceTimersToNextTimer()
    reconnect.lost()
    vi.advanceTimersToNextTimer()
    reconnect.lost()
    expect(reconnect.waiting).toBeUndefined()
    expect(dials()).toBe(2)
    expect(rows.at(-1)).toBe('Given up after 2 attempts. Connect to begin anew.')
  })

  it('is dialled now, or never, when the user says so', () => {
    const { reconnect, dials } = machine()
    expect(reconnect.retryNow()).toMatchObject({ ok: false, error: { code: 'ERR_NOT_FOUND' } })
    reconnect.lost()
    expect(reconnect.retryNow().ok).toBe(true)
    expect(dials()).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(dials()).toBe(1)
    reconnect.lost()
    expect(reconnect.waiting?.attempt).toBe(2)
    expect(reconnect.stop().ok).toBe(true)
    vi.advanceTimersByTime(60_000)
    expect(dials()).toBe(1)
    expect(reconnect.stop()).toMatchObject({ ok: false, error: { code: 'ERR_NOT_FOUND' } })
  })

  it('stays where it is when reconnecting is off, and when it is turned off while it waits', () => {
    const { reconnect, settings, rows, dials } = machine()
    reconnect.lost()
    reconnect.configured()
    expect(reconnect.waiting).toBeDefined()
    settings.isOn = false
    reconnect.configured()
    expect(reconnect.waiting).toBeUndefined()
    const said = rows.length
    reconnect.lost()
    vi.advanceTimersByTime(60_000)
    expect(dials()).toBe(0)
    expect(rows).toHaveLength(said)
  })

  it('beyond hope says why, and is left', () => {
    const { reconnect, rows } = machine()
    reconnect.lost('the certificate is not trusted.')
    expect(reconnect.waiting).toBeUndefined()
    expect(rows).toEqual(['Not dialled again: the certificate is not trusted.'])
  })
})
