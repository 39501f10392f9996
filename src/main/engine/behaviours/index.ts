/** Every behaviour a local server can have, by name. To add one: its file, a line here, its name in the contract. */
import { ok, type Result } from '../../../shared/failure'
import type { BehaviourName, BehaviourOptions, BehaviourSummary } from '../../../shared/protocol/behaviour'
import type { Rule } from '../../../shared/protocol/server-settings'
import type { BehaviourCatalogue, BehaviourType } from './behaviour'
import { chat } from './chat'
import { echo } from './echo'
import { game } from './game'
import { hello } from './hello'
import { news } from './news'
import { checkFields } from './options'
import { type CompiledRules, type CompileMatch, compileRules } from './rules/compile-rules'
import { RuledBehaviour } from './rules/ruled-behaviour'
import { silent } from './silent'
import { tap } from './tap'
import { ticker } from './ticker'

export const behaviourTypes: Readonly<Record<BehaviourName, BehaviourType>> = {
  echo,
  hello,
  chat,
  ticker,
  news,
  game,
  tap,
  silent,
}

/** In the order forms list them. */
export function behaviourSummaries(): BehaviourSummary[] {
  const names = Object.keys(behaviourTypes) as BehaviourName[]
  return names.map((name) => {
    const { description, options } = behaviourTypes[name]
    return { name, description, options: [...options] }
  })
}

/** @returns complete options, ready to begin with, or `ERR_OPTION_INVALID` */
export function checkOptions(
  name: BehaviourName,
  options: Readonly<Record<string, unknown>>,
): Result<BehaviourOptions> {
  const { options: fields, check } = behaviourTypes[name]
  const checked = checkFields(fields, options)
  if (!checked.ok) return checked
  const fitting = check?.(checked.value) ?? checked
  return fitting.ok ? checked : fitting
}

/** @param compileMatch how the matches of rules are read: as filters are, which this room does not know */
export function behaviourCatalogue(compileMatch: CompileMatch): BehaviourCatalogue {
  /** Rules that are begun with have been checked; if not, it is a bug of ours. */
  const compiled = (rules: readonly Rule[]): CompiledRules => {
    const result = compileRules(rules, compileMatch)
    if (!result.ok) throw new Error(result.error.message)
    return result.value
  }
  return {
    checkOptions,
    checkRules(rules) {
      const result = compileRules(rules, compileMatch)
      return result.ok ? ok(undefined) : result
    },
    begin(name, options, rules, stage) {
      const ruled = new RuledBehaviour(behaviourTypes[name].begin(stage, options), stage, compiled(rules))
      return Object.assign(ruled, { changeRules: (changed: readonly Rule[]) => ruled.setRules(compiled(changed)) })
    },
  }
}
