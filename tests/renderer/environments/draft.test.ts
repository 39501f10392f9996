import { expect, test } from 'vitest'
import {
  changeOf,
  draftOf,
  environmentProblem,
  firstProblem,
  nameProblem,
  withAdded,
  withName,
  withoutEnvironment,
  withVariables,
} from '../../../src/renderer/src/features/environments/draft'
import { emptyDesk } from '../../../src/shared/protocol/desk'

const variable = (name: string, value = '') => ({ name, value, isSecret: false })
const desk = {
  ...emptyDesk(),
  environments: [
    { name: 'eu', variables: [variable('host', 'eu.example')] },
    { name: 'us', variables: [] },
  ],
  activeEnvironment: 'us',
}

test('the environment in use stays in use under another name, and when one before it goes', () => {
  expect(changeOf(withName(draftOf(desk), 1, 'asia')).activeEnvironment).toBe('asia')
  expect(changeOf(withoutEnvironment(draftOf(desk), 0)).activeEnvironment).toBe('us')
  expect(changeOf(withoutEnvironment(draftOf(desk), 1)).activeEnvironment).toBe('')
})

test('a copy has the variables, and a name of its own', () => {
  const once = withAdded(draftOf(desk), desk.environments[0])
  const twice = withAdded(once, desk.environments[0])
  expect(twice.environments.slice(2)).toEqual([
    { name: 'eu copy', variables: [variable('host', 'eu.example')] },
    { name: 'eu copy 2', variables: [variable('host', 'eu.example')] },
  ])
})

test('names that a text could not name, and names twice, are refused with a sentence', () => {
  expect(nameProblem([variable('a-b.c_1')], 0)).toBeUndefined()
  expect(nameProblem([variable('1a')], 0)).toMatch(/begins with a letter/)
  expect(nameProblem([variable('a b')], 0)).toMatch(/begins with a letter/)
  expect(nameProblem([variable('a'.repeat(101))], 0)).toMatch(/100 at most/)
  expect(nameProblem([variable('', 'x')], 0)).toBe('This value has no name.')
  expect(nameProblem([variable('a'), variable('a')], 1)).toBe('a is there already.')
  expect(environmentProblem(withName(draftOf(desk), 1, ' eu '), 1)).toMatch(/already/)
  expect(environmentProblem(withName(draftOf(desk), 1, ' '), 1)).toBe('An environment has a name.')
})

test('the first problem says where it is; lines left empty are none and are not kept', () => {
  const draft = withVariables(draftOf(desk), 1, [variable(''), variable('x y')])
  expect(firstProblem(draft)).toMatchObject({ shown: 1 })
  const right = withVariables(draftOf(desk), 1, [variable(''), variable('x')])
  expect(firstProblem(right)).toBeUndefined()
  expect(changeOf(right).environments?.[1]).toEqual({ name: 'us', variables: [variable('x')] })
})
