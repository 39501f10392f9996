import { describe, expect, it } from 'vitest'
import { TICKETS_MAX, TICKETS_PER_USER_MAX, Tickets } from '../../../../src/main/engine/guards/tickets'
import { FakeClock } from '../../../support/fake-clock'

const LIFE_MS = 30_000
const make = (clock = new FakeClock()) => new Tickets(clock.now)
const give = (tickets: Tickets, count: number, userName: string) =>
  Array.from({ length: count }, () => tickets.give(userName, LIFE_MS))

describe('Tickets', () => {
  it('are never alike and have more than 128 random bits', () => {
    const given = give(make(), 500, 'ann')
    expect(new Set(given).size).toBe(500)
    for (const ticket of given) expect(Buffer.from(ticket, 'base64url').length).toBeGreaterThanOrEqual(16)
  })

  it('of one user have a cap: his oldest is withdrawn, nobody else’s', () => {
    const tickets = make()
    const other = tickets.give('bea', LIFE_MS)
    const [oldest = '', second = ''] = give(tickets, TICKETS_PER_USER_MAX + 1, 'ann')
    expect(tickets.take(oldest)).toEqual({ kind: 'withdrawn' })
    expect(tickets.take(second)).toEqual({ kind: 'user', userName: 'ann' })
    expect(tickets.take(other)).toEqual({ kind: 'user', userName: 'bea' })
  })

  it('of all have a cap: the oldest of the same user goes, of all where he has none', () => {
    const tickets = make()
    const [first = '', second = ''] = give(tickets, TICKETS_PER_USER_MAX, 'user0')
    const [own = ''] = give(tickets, 1, 'ann')
    for (let user = 1; user < TICKETS_MAX / TICKETS_PER_USER_MAX; user++) {
      give(tickets, user === 1 ? TICKETS_PER_USER_MAX - 1 : TICKETS_PER_USER_MAX, `user${user}`)
    }
    give(tickets, 1, 'ann')
    expect(tickets.take(own)).toEqual({ kind: 'withdrawn' })
    give(tickets, 1, 'bea')
    expect(tickets.take(first)).toEqual({ kind: 'withdrawn' })
    expect(tickets.take(second)).toEqual({ kind: 'user', userName: 'user0' })
  })

  it('make room when their time is over', () => {
    const clock = new FakeClock()
    const tickets = make(clock)
    const [oldest = ''] = give(tickets, TICKETS_PER_USER_MAX, 'ann')
    clock.advance(LIFE_MS)
    const [next = ''] = give(tickets, 1, 'ann')
    expect(tickets.take(next)).toEqual({ kind: 'user', userName: 'ann' })
    expect(['expired', 'unknown']).toContain(tickets.take(oldest).kind)
  })

  it('that were used make room too', () => {
    const tickets = make()
    for (const ticket of give(tickets, TICKETS_PER_USER_MAX, 'ann')) tickets.take(ticket)
    const [first = ''] = give(tickets, TICKETS_PER_USER_MAX, 'ann')
    expect(tickets.take(first).kind).toBe('user')
  })

  it('that were used long ago are unknown', () => {
    const tickets = make()
    const used = tickets.give('ann', LIFE_MS)
    tickets.take(used)
    expect(tickets.take(used)).toEqual({ kind: 'used' })
    for (let count = 0; count < 1_000; count++) tickets.take(tickets.give('ann', LIFE_MS))
    expect(tickets.take(used)).toEqual({ kind: 'unknown' })
  })
})
