/** What must hold at every instant: each frame a socket delivered is stored, evicted or dropped, and counted once. */
import { expect } from 'vitest'
import type { Seat } from './seat'

export async function expectBalancedBooks(seat: Seat, serverId: number): Promise<void> {
  const log = await seat.watch({ kind: 'server', id: serverId })
  await log.until(() => true, 'the log has told')
  const { received, stored, evicted, dropped } = log.window.counters
  expect(received).toBe(stored + evicted + dropped)
}
