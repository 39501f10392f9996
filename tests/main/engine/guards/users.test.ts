import { timingSafeEqual } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { Users } from '../../../../src/main/engine/guards/users'

// It compares as it always does; here it is also counted, since nothing else tells it from a comparison that ends early.
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>()
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) }
})

it('Secrets are compared in constant time unless a test says otherwise', () => {
  const users = new Users([
    { name: 'ada', secret: 'one', may: 'publish' },
    { name: 'lis', secret: 'two', may: 'publish' },
  ])
  expect(users.findBySecret('one').kind).toBe('user')
  expect(vi.mocked(timingSafeEqual)).toHaveBeenCalledTimes(2)
})
