/**
 * Tickets: each opens one socket, soon. A browser can set no header on a WebSocket, and a secret in a URL ends up in logs;
 * what stands there instead is worth nothing a moment later.
 *
 *   given ──taken──► used
 *     ├─ its time is over ─► expired
 *     └─ too many, or its user is gone ─► withdrawn
 *
 * Tickets are kept as digests and looked up by them, so the time of a look-up says nothing about a ticket.
 */
import { randomBytes } from 'node:crypto'
import { sha256 } from './users'

/** About 200 bytes each: 2 MiB. As many as a server may have connections by default. */
export const TICKETS_MAX = 10_000
/** One user's must not push out those of all others. Enough for a load test that takes its tickets first. */
export const TICKETS_PER_USER_MAX = 1_000
/** Tickets that open nothing any more, remembered only to say why. */
const SPENT_MAX = 1_000
const TICKET_BYTES = 24

type Spent = 'used' | 'expired' | 'withdrawn'

export type Taken = { kind: 'user'; userName: string } | { kind: Spent | 'unknown' }

interface Ticket {
  userName: string
  expiresMs: number
}

export class Tickets {
  /** In the order they were given, as a Map keeps it. */
  private readonly live = new Map<string, Ticket>()
  private readonly byUser = new Map<string, Set<string>>()
  private readonly spent = new Map<string, Spent>()

  constructor(private readonly now: () => number) {}

  give(userName: string, lifeMs: number): string {
    this.sweep()
    const own = this.byUser.get(userName) ?? new Set()
    if (own.size >= TICKETS_PER_USER_MAX || (this.live.size >= TICKETS_MAX && own.size > 0)) {
      this.spend(first(own), 'withdrawn')
    } else if (this.live.size >= TICKETS_MAX) this.spend(first(this.live.keys()), 'withdrawn')
    const ticket = randomBytes(TICKET_BYTES).toString('base64url')
    const key = keyOf(ticket)
    this.live.set(key, { userName, expiresMs: this.now() + lifeMs })
    this.byUser.set(userName, own.add(key))
    return ticket
  }

  take(ticket: string): Taken {
    const key = keyOf(ticket)
    const found = this.live.get(key)
    if (found === undefined) return { kind: this.spent.get(key) ?? 'unknown' }
    const isLate = this.now() >= found.expiresMs
    this.spend(key, isLate ? 'expired' : 'used')
    return isLate ? { kind: 'expired' } : { kind: 'user', userName: found.userName }
  }

  /** Withdraws the tickets of all users but those. */
  keepOnly(isUser: (userName: string) => boolean): void {
    for (const [key, { userName }] of this.live) if (!isUser(userName)) this.spend(key, 'withdrawn')
  }

  /** The oldest go when their time is over; those behind a longer-lived one a little later. */
  private sweep(): void {
    const nowMs = this.now()
    for (const [key, { expiresMs }] of this.live) {
      if (nowMs < expiresMs) return
      this.spend(key, 'expired')
    }
  }

  private spend(key: string | undefined, why: Spent): void {
    const ticket = key === undefined ? undefined : this.live.get(key)
    if (key === undefined || ticket === undefined) return
    this.live.delete(key)
    const own = this.byUser.get(ticket.userName)
    own?.delete(key)
    if (own?.size === 0) this.byUser.delete(ticket.userName)
    this.spent.set(key, why)
    if (this.spent.size > SPENT_MAX) this.spent.delete(first(this.spent.keys()) as string)
  }
}

function first(keys: Iterable<string>): string | undefined {
  for (const key of keys) return key
  return undefined
}

function keyOf(ticket: string): string {
  return sha256(ticket).toString('base64url')
}
