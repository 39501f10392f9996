/** Environments while they are edited: a copy, checked as a whole, that becomes the desk's when it is saved. */
import {
  type Desk,
  type DeskChange,
  type Environment,
  VARIABLE_NAME,
  type Variable,
} from '../../../../shared/protocol/desk'

export interface Draft {
  globals: Variable[]
  environments: Environment[]
  /** The environment that is in use, wherever its name goes. */
  active: number | undefined
}

/** What is edited: the variables of all, or an environment by its place. */
export type Shown = 'globals' | number

const ENVIRONMENTS_MAX = 100
const VARIABLES_MAX = 500

export function draftOf({ globals, environments, activeEnvironment }: Desk): Draft {
  const active = environments.findIndex(({ name }) => name === activeEnvironment)
  return { globals, environments, active: active === -1 ? undefined : active }
}

/** As it is written; lines that were begun and left empty are not meant. */
export function changeOf({ globals, environments, active }: Draft): DeskChange {
  return {
    globals: withoutBlanks(globals),
    environments: environments.map(({ name, variables }) => ({
      name: name.trim(),
      variables: withoutBlanks(variables),
    })),
    activeEnvironment: active === undefined ? '' : (environments[active]?.name.trim() ?? ''),
  }
}

export function variablesIn(draft: Draft, shown: Shown): Variable[] {
  return shown === 'globals' ? draft.globals : (draft.environments[shown]?.variables ?? [])
}

export function withVariables(draft: Draft, shown: Shown, variables: Variable[]): Draft {
  if (shown === 'globals') return { ...draft, globals: variables }
  return withEnvironment(draft, shown, { variables })
}

export function withName(draft: Draft, shown: number, name: string): Draft {
  return withEnvironment(draft, shown, { name })
}

/** @param like the one it is a copy of */
export function withAdded(draft: Draft, like?: Environment): Draft {
  const name = freeName(draft, like === undefined ? 'New environment' : `${like.name} copy`)
  return { ...draft, environments: [...draft.environments, { name, variables: like?.variables ?? [] }] }
}

export function withoutEnvironment(draft: Draft, removed: number): Draft {
  const { active } = draft
  const moved = active === undefined || active === removed ? undefined : active > removed ? active - 1 : active
  return { ...draft, environments: draft.environments.filter((_, index) => index !== removed), active: moved }
}

/** @returns what is wrong with a variable's name among the others, a sentence; nothing where it is right */
export function nameProblem(variables: readonly Variable[], index: number): string | undefined {
  const { name = '', value = '' } = variables[index] ?? {}
  if (name === '') return value === '' ? undefined : 'This value has no name.'
  if (!VARIABLE_NAME.test(name)) {
    return 'A name begins with a letter or _, and goes on with letters, digits, “_”, “.” and “-”, 100 at most.'
  }
  const isTwice = variables.some((each, other) => other < index && each.name === name)
  return isTwice ? `${name} is there already.` : undefined
}

export function environmentProblem({ environments }: Draft, index: number): string | undefined {
  const name = environments[index]?.name.trim() ?? ''
  if (name === '') return 'An environment has a name.'
  const isTwice = environments.some((each, other) => other < index && each.name.trim() === name)
  return isTwice ? `There is an environment “${name}” already.` : undefined
}

/** The first thing wrong anywhere, and where; nothing where it can be saved. */
export function firstProblem(draft: Draft): { shown: Shown; problem: string } | undefined {
  const places: Shown[] = ['globals', ...draft.environments.keys()]
  if (draft.environments.length > ENVIRONMENTS_MAX) {
    return { shown: ENVIRONMENTS_MAX, problem: `There are at most ${ENVIRONMENTS_MAX} environments.` }
  }
  for (const shown of places) {
    const problem = shown === 'globals' ? undefined : environmentProblem(draft, shown)
    if (problem !== undefined) return { shown, problem }
    const variables = variablesIn(draft, shown)
    if (variables.length > VARIABLES_MAX) return { shown, problem: `There are at most ${VARIABLES_MAX} variables.` }
    for (const index of variables.keys()) {
      const wrong = nameProblem(variables, index)
      if (wrong !== undefined) return { shown, problem: wrong }
    }
  }
  return undefined
}

function withEnvironment(draft: Draft, shown: number, part: Partial<Environment>): Draft {
  const environments = draft.environments.map((each, index) => (index === shown ? { ...each, ...part } : each))
  return { ...draft, environments }
}

function freeName({ environments }: Draft, wanted: string): string {
  const isTaken = (name: string) => environments.some((each) => each.name === name)
  if (!isTaken(wanted)) return wanted
  let number = 2
  while (isTaken(`${wanted} ${number}`)) number++
  return `${wanted} ${number}`
}

function withoutBlanks(variables: readonly Variable[]): Variable[] {
  return variables.filter(({ name, value }) => name !== '' || value !== '')
}
