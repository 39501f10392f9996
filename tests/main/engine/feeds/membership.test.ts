import { expect, it } from 'vitest'
import { Membership } from '../../../../src/main/engine/feeds/membership'

it('a scope is one connection, a server with all its peers and itself, or everything', () => {
  const membership = new Membership()
  membership.join(10, 11)
  membership.join(10, 12)
  membership.join(20, 21)
  const inScope = (scope: Parameters<Membership['contains']>[0]) =>
    [1, 10, 11, 12, 20, 21].filter((id) => membership.contains(scope, id))
  expect(inScope({ kind: 'all' })).toEqual([1, 10, 11, 12, 20, 21])
  expect(inScope({ kind: 'connection', id: 11 })).toEqual([11])
  expect(inScope({ kind: 'server', id: 10 })).toEqual([10, 11, 12])
  expect(inScope({ kind: 'server', id: 30 })).toEqual([])
  expect(membership.idsOf({ kind: 'all' })).toBeUndefined()
  expect(membership.idsOf({ kind: 'connection', id: 1 })).toEqual([1])
  expect(membership.idsOf({ kind: 'server', id: 10 })).toEqual([10, 11, 12])
  expect(membership.idsOf({ kind: 'server', id: 30 })).toEqual([30])
})
