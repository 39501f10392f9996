/** Rules as a form edits them: new ones, other kinds, another order. */
import { assertNever } from '../../../../shared/assert-never'
import type { Rule, RuleStep } from '../../../../shared/protocol/server-settings'

export type Trigger = Rule['when']['on']
export type StepKind = RuleStep['do']

export const triggers: readonly Trigger[] = ['open', 'message', 'interval']
export const stepKinds: readonly StepKind[] = ['reply', 'broadcast', 'wait', 'close']

export const triggerLabels: Readonly<Record<Trigger, string>> = {
  open: 'a client connects',
  message: 'a message matches',
  interval: 'every',
}

/** Works as it is, so that the first thing seen is an answer. */
export function newRule(on: Trigger): Rule {
  return { when: newTrigger(on), do: [newStep('reply', on)] }
}

export function newTrigger(on: Trigger): Rule['when'] {
  switch (on) {
    case 'open':
      return { on }
    case 'message':
      return { on, matches: '' }
    case 'interval':
      return { on, everyMs: 1_000 }
    default:
      return assertNever(on)
  }
}

export function newStep(kind: StepKind, on: Trigger): RuleStep {
  switch (kind) {
    case 'reply':
    case 'broadcast':
      return { do: kind, template: firstTemplate[on] }
    case 'wait':
      return { do: kind, ms: 1_000 }
    case 'close':
      return { do: kind, closeCode: 1000, reason: '' }
    default:
      return assertNever(kind)
  }
}

const firstTemplate: Readonly<Record<Trigger, string>> = {
  open: 'Hello, client {{client}}.',
  message: 'You said: {{message}}',
  interval: '{"seq": {{seq}}, "time": "{{now}}"}',
}

/** What was typed stays where the other kind has a place for it. */
export function asStep(step: RuleStep, kind: StepKind, on: Trigger): RuleStep {
  if ('template' in step && (kind === 'reply' || kind === 'broadcast')) return { do: kind, template: step.template }
  return newStep(kind, on)
}

/** The engine counts rules from one in its sentences. @returns which of them a sentence is about, from zero */
export function ruleOfMessage(message: string): number | undefined {
  const [, number] = /^Rule (\d+)\b/.exec(message) ?? []
  return number === undefined ? undefined : Number(number) - 1
}
