/** Rules as the user wrote them, made ready to run: what cannot be read is found here, not when a client first meets it. */
import { assertNever } from '../../../../shared/assert-never'
import { fail, ok, type Result } from '../../../../shared/failure'
import type { Rule, RuleStep } from '../../../../shared/protocol/server-settings'
import { compileTemplate, type Template } from './template'

/** A test of a message; undefined for one that every message passes. */
export type MessageTest = (bytes: Buffer) => boolean
/** Compiles the text of a filter, in the log's language. Handed in: this room does not know how filters match. */
export type CompileMatch = (text: string) => Result<MessageTest | undefined>

export type CompiledStep =
  | { do: 'reply'; template: Template }
  | { do: 'broadcast'; template: Template }
  | { do: 'wait'; ms: number }
  | { do: 'close'; closeCode: number; reason: string }

export interface CompiledRule {
  /** Its place among all rules, from 1. */
  readonly number: number
  readonly steps: readonly CompiledStep[]
  readonly waits: boolean
  /** A step behind a wait writes something of the message, which must be kept until then. */
  readonly keepsMessage: boolean
}

export interface MessageRule extends CompiledRule {
  readonly matches: MessageTest
}

export interface IntervalRule extends CompiledRule {
  readonly everyMs: number
}

/** Each in the order of the rules. */
export interface CompiledRules {
  readonly open: readonly CompiledRule[]
  readonly message: readonly MessageRule[]
  readonly interval: readonly IntervalRule[]
}

export const noRules: CompiledRules = { open: [], message: [], interval: [] }

/** @returns `ERR_RULE_INVALID`, which says in which rule and why, for what cannot be read */
export function compileRules(rules: readonly Rule[], compileMatch: CompileMatch): Result<CompiledRules> {
  const open: CompiledRule[] = []
  const message: MessageRule[] = []
  const interval: IntervalRule[] = []
  for (const [at, { when, do: steps }] of rules.entries()) {
    const compiled = compileSteps(at + 1, steps)
    if (!compiled.ok) return compiled
    const rule = compiled.value
    switch (when.on) {
      case 'open':
        open.push(rule)
        break
      case 'message': {
        const test = compileMatch(when.matches)
        if (!test.ok) return invalid(rule.number, test.error.message)
        message.push({ ...rule, matches: test.value ?? (() => true) })
        break
      }
      case 'interval':
        interval.push({ ...rule, everyMs: when.everyMs })
        break
      default:
        return assertNever(when)
    }
  }
  return ok({ open, message, interval })
}

function compileSteps(number: number, steps: readonly RuleStep[]): Result<CompiledRule> {
  const compiled: CompiledStep[] = []
  let waits = false
  let keepsMessage = false
  for (const [at, step] of steps.entries()) {
    if (step.do === 'reply' || step.do === 'broadcast') {
      const template = compileTemplate(step.template)
      if (!template.ok) return invalid(number, `In step ${at + 1}, ${template.error.message}`)
      compiled.push({ do: step.do, template: template.value })
      keepsMessage ||= waits && template.value.readsMessage
    } else {
      compiled.push(step)
      waits ||= step.do === 'wait'
    }
  }
  return ok({ number, steps: compiled, waits, keepsMessage })
}

function invalid(ruleNumber: number, sentence: string): Result<never> {
  return fail('ERR_RULE_INVALID', `Rule ${ruleNumber}: ${sentence}`)
}
