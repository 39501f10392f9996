import * as v from 'valibot'
import { expect, test } from 'vitest'
import {
  asStep,
  newRule,
  newStep,
  ruleOfMessage,
  stepKinds,
  triggers,
} from '../../../src/renderer/src/features/servers/rule'
import { duplicateAt, insertAt, moveBy, removeAt, replaceAt } from '../../../src/renderer/src/ui/list-edit'
import { rules } from '../../../src/shared/protocol/server-settings'

test('what the form adds is a whole rule of every kind, with steps of every kind', () => {
  const made = triggers.map((on) => ({ ...newRule(on), do: stepKinds.map((kind) => newStep(kind, on)) }))
  expect(v.is(rules, made)).toBe(true)
  expect(made.map(({ when }) => when.on)).toEqual(['open', 'message', 'interval'])
})

test('a template survives the change from reply to broadcast, and gives way to a wait', () => {
  const reply = { do: 'reply' as const, template: 'mine' }
  expect(asStep(reply, 'broadcast', 'message')).toEqual({ do: 'broadcast', template: 'mine' })
  expect(asStep(reply, 'wait', 'message')).toEqual({ do: 'wait', ms: 1_000 })
})

test('lists are changed without changing the one there was', () => {
  const list = ['a', 'b', 'c']
  expect(moveBy(list, 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moveBy(list, 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moveBy(list, 0, -1)).toEqual(list)
  expect(moveBy(list, 2, 1)).toEqual(list)
  expect(duplicateAt(list, 1)).toEqual(['a', 'b', 'b', 'c'])
  expect(insertAt(removeAt(list, 1), 1, 'b')).toEqual(list)
  expect(insertAt(list, 9, 'z')).toEqual(['a', 'b', 'c', 'z'])
  expect(removeAt(list, 1)).toEqual(['a', 'c'])
  expect(replaceAt(list, 1, 'x')).toEqual(['a', 'x', 'c'])
  expect(list).toEqual(['a', 'b', 'c'])
})

test('a duplicate is a rule of its own', () => {
  const [first, second] = duplicateAt([newRule('open')], 0)
  expect(second).toEqual(first)
  expect(second?.do).not.toBe(first?.do)
})

test('a sentence of the engine is put beside the rule it names', () => {
  expect(ruleOfMessage('Rule 2: In step 1, {{nwo}} is no placeholder.')).toBe(1)
  expect(ruleOfMessage('There are too many rules.')).toBeUndefined()
})
