/** What a server does by itself: on connecting, on a message, every so often. Rules run in the order they stand. */
import { useLayoutEffect, useRef } from 'react'
import { RULES_MAX, type Rule } from '../../../../shared/protocol/server-settings'
import { notify } from '../../state/notices'
import { FailureLine } from '../../ui/failure-line'
import { duplicateAt, insertAt, moveBy, removeAt, replaceAt } from '../../ui/list-edit'
import type { ServerSetup } from './draft-store'
import { PlaceholderHelp } from './placeholder-help'
import { newRule, ruleOfMessage, type Trigger, triggers } from './rule'
import { RuleCard } from './rule-card'
import './rules.css'

const addLabels: Readonly<Record<Trigger, string>> = {
  open: 'When a client connects',
  message: 'On a message',
  interval: 'Every so often',
}

export function RulesSection({ settings, failures, edit }: ServerSetup) {
  const { rules } = settings
  const list = useRef<HTMLOListElement>(null)
  const failure = failures.rules
  const failing = failure === undefined ? undefined : ruleOfMessage(failure.message)
  const change = (changed: Rule[]) => edit({ rules: changed })
  const latest = useRef(rules)
  useLayoutEffect(() => {
    latest.current = rules
  })
  const remove = (rule: Rule, at: number) => {
    change(removeAt(rules, at))
    const bringBack = () => change(insertAt(latest.current, at, rule))
    notify({ kind: 'info', message: `Rule ${at + 1} was removed.`, action: { label: 'Undo', act: bringBack } })
  }
  const isFull = rules.length >= RULES_MAX
  const add = (on: Trigger) => {
    change([...rules, newRule(on)])
    requestAnimationFrame(() => {
      const added = list.current?.lastElementChild
      added?.scrollIntoView({ block: 'nearest' })
      added?.querySelector<HTMLElement>('textarea, input')?.focus()
    })
  }
  return (
    <div className="rules">
      <div className="rules-bar">
        <span className="setting-label">Add a rule</span>
        {triggers.map((on) => (
          <button
            key={on}
            type="button"
            className="button"
            disabled={isFull}
            title={isFull ? `A server takes ${RULES_MAX} rules.` : undefined}
            onClick={() => add(on)}
          >
            {addLabels[on]}
          </button>
        ))}
        <PlaceholderHelp />
      </div>
      {failure !== undefined && (failing === undefined || failing >= rules.length) && <FailureLine failure={failure} />}
      {rules.length === 0 && (
        <p className="setting-text">
          No rules. They come before the behaviour: with <code className="mono">silent</code> beneath, they are all a
          client hears.
        </p>
      )}
      <ol ref={list} className="rule-list" aria-label="Rules">
        {rules.map((rule, at) => (
          <RuleCard
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place alone, in the engine's sentences too
            key={at}
            rule={rule}
            number={at + 1}
            isFirst={at === 0}
            isLast={at === rules.length - 1}
            failure={failing === at ? failure : undefined}
            onChange={(changed) => change(replaceAt(rules, at, changed))}
            onMove={(by) => change(moveBy(rules, at, by))}
            onDuplicate={isFull ? undefined : () => change(duplicateAt(rules, at))}
            onRemove={() => remove(rule, at)}
          />
        ))}
      </ol>
    </div>
  )
}
