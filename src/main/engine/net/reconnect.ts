/**
 * Dials again what was lost, later and later: exponential backoff with a cap and some chance, so that a thousand clients of a
 * server that comes back do not come at once. When is one pure function; the rest is a small machine around one timer.
 *
 *   resting ──lost──► waiting{attempt, atMs} ──time, or `now`──► trying ──failed──► waiting{attempt + 1}
 *      ▲                 │ `stop`, given up                         │ opened
 *      └─────────────────┴──────────────────────────────────────────┘
 *
 * The count of attempts begins anew once a connection has stayed open for a while: a server that lets everybody in and throws
 * them out again is to be left in peace more and more.
 */
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import type { ReconnectSettings } from '../../../shared/protocol/connection-settings'
import type { Clock } from '../clock'
import { spokenDuration } from './spoken-duration'

/** Open so long, a connection has come about for good: the next loss is a new one, and its first attempt comes soon. */
export const STEADY_AFTER_MS = 10_000

/** What may pass by itself. All else the user has to mend: nobody's patience helps a bad URL or a wrong certificate. */
const PASSING: ReadonlySet<Failure['code']> = new Set([
  'ERR_CONNECTION_REFUSED',
  'ERR_CONNECTION_RESET',
  'ERR_DNS',
  'ERR_UNREACHABLE',
  'ERR_TIMEOUT',
  'ERR_TLS_PROTOCOL',
  'ERR_HANDSHAKE_REFUSED',
  'ERR_HANDSHAKE_INVALID',
  'ERR_PROXY_FAILED',
  'ERR_LOGIN_REFUSED',
])
/** Those of them that are an answer with a status. */
const ANSWERS: ReadonlySet<Failure['code']> = new Set(['ERR_HANDSHAKE_REFUSED', 'ERR_LOGIN_REFUSED'])
/** Who we are is not good enough for the server, or for the proxy (RFC 9110, section 15.5). */
const UNWELCOME: ReadonlySet<number> = new Set([401, 403, 407])

/**
 * @param attempt from 1
 * @param chance from 0 to 1, without 1
 * @returns ms until that attempt: doubled each time up to `maxMs`, then shortened by up to `jitterShare` of it
 */
export function waitBefore(
  attempt: number,
  { initialMs, maxMs, jitterShare }: Pick<ReconnectSettings, 'initialMs' | 'maxMs' | 'jitterShare'>,
  chance: number,
): number {
  const longest = Math.min(maxMs, initialMs * 2 ** (attempt - 1))
  return Math.round(longest * (1 - jitterShare * chance))
}

/** @param statusCode of the last answer to the handshake, or to what came before it */
export function canPass({ code }: Failure, statusCode: number | undefined): boolean {
  return PASSING.has(code) && !(ANSWERS.has(code) && UNWELCOME.has(statusCode ?? 0))
}

export interface ReconnectHooks {
  now: Clock
  settings(): ReconnectSettings
  /** Its outcome is told by `opened` or `lost`. */
  dial(): void
  /** A step, for the log. */
  tell(text: string): void
  /** `waiting` is another now. */
  onChange(): void
  /** From 0 to 1, without 1; chance unless given. */
  chance?(): number
}

export class Reconnect {
  private attempt = 0
  private openedAtMs: number | undefined
  private wait: { attempt: number; atMs: number; timer: NodeJS.Timeout } | undefined

  constructor(private readonly hooks: ReconnectHooks) {}

  /** The attempt that is next, while it is waited for. */
  get waiting(): { attempt: number; atMs: number } | undefined {
    return this.wait === undefined ? undefined : { attempt: this.wait.attempt, atMs: this.wait.atMs }
  }

  opened(): void {
    this.openedAtMs = this.hooks.now()
  }

  /**
   * It has ended, or did not come about, and the user did not want that.
   * @param hopeless why no attempt can help; undefined where one may
   */
  lost(hopeless?: string): void {
    const { hooks } = this
    const { isOn, attemptsMax } = hooks.settings()
    const wasOpenMs = this.openedAtMs === undefined ? undefined : hooks.now() - this.openedAtMs
    this.openedAtMs = undefined
    if (wasOpenMs !== undefined && wasOpenMs >= STEADY_AFTER_MS) this.attempt = 0
    if (!isOn) return
    const hasTriedAll = attemptsMax > 0 && this.attempt >= attemptsMax
    if (hopeless !== undefined || hasTriedAll) {
      const tried = `${this.attempt} ${this.attempt === 1 ? 'attempt' : 'attempts'}`
      hooks.tell(hopeless ? `Not dialled again: ${hopeless}` : `Given up after ${tried}. Connect to begin anew.`)
      this.rest()
      return
    }
    this.attempt++
    const ms = waitBefore(this.attempt, hooks.settings(), (hooks.chance ?? Math.random)())
    const timer = setTimeout(() => this.try(), ms)
    this.wait = { attempt: this.attempt, atMs: hooks.now() + ms, timer }
    const what = wasOpenMs === undefined ? 'Not reached' : 'Connection lost'
    hooks.tell(`${what}; attempt ${this.attempt} in ${spokenDuration(ms)}.`)
    hooks.onChange()
  }

  /** @returns `ERR_NOT_FOUND` where nothing is waited for */
  retryNow(): Result<void> {
    if (this.wait === undefined) return notWaiting()
    this.hooks.tell(`Attempt ${this.wait.attempt} now, as you asked.`)
    this.try()
    return ok(undefined)
  }

  /** @returns `ERR_NOT_FOUND` where nothing is waited for */
  stop(): Result<void> {
    if (this.wait === undefined) return notWaiting()
    this.hooks.tell('Stopped: it is not dialled again until you connect.')
    this.rest()
    return ok(undefined)
  }

  /** Reconnecting may have been turned off. */
  configured(): void {
    if (this.wait !== undefined && !this.hooks.settings().isOn) this.stop()
  }

  /** Without a word: somebody else sees to the connection from here. */
  rest(): void {
    this.attempt = 0
    this.openedAtMs = undefined
    this.endWait()
  }

  private try(): void {
    this.endWait()
    this.hooks.dial()
  }

  private endWait(): void {
    if (this.wait === undefined) return
    clearTimeout(this.wait.timer)
    this.wait = undefined
    this.hooks.onChange()
  }
}

function notWaiting() {
  return fail('ERR_NOT_FOUND', 'This connection does not wait for another attempt.')
}
