import { describe, expect, it } from 'vitest'
import { compileRules } from '../../../../../src/main/engine/behaviours/rules/compile-rules'
import type { Rule } from '../../../../../src/shared/protocol/server-settings'
import { matchMessage } from './match-message'

const fine: Rule = { when: { on: 'message', matches: '' }, do: [{ do: 'reply', template: '{{message}}' }] }

function refusal(rules: Rule[]) {
  const compiled = compileRules(rules, matchMessage)
  return compiled.ok ? undefined : compiled.error
}

describe('compileRules', () => {
  it('sorts rules by what sets them off and keeps their order and their numbers', () => {
    const compiled = compileRules(
      [
        fine,
        { when: { on: 'interval', everyMs: 50 }, do: [] },
        { when: { on: 'open' }, do: [] },
        { when: { on: 'message', matches: 'ping' }, do: [] },
      ],
      matchMessage,
    )
    if (!compiled.ok) throw new Error(compiled.error.message)
    const { open, message, interval } = compiled.value
    expect(message.map(({ number }) => number)).toEqual([1, 4])
    expect(message.map(({ matches }) => matches(Buffer.from('hello')))).toEqual([true, false])
    expect(interval).toMatchObject([{ number: 2, everyMs: 50 }])
    expect(open).toMatchObject([{ number: 3 }])
  })

  it.each([
    ['(a', /^Rule 3: .*not valid/],
    ['(?=a)', /^Rule 3: Looking ahead or behind is not possible/],
  ])('names the rule whose regular expression /%s/ cannot be read, in the words of the filter', (pattern, sentence) => {
    expect(refusal([fine, fine, { ...fine, when: { on: 'message', matches: `/${pattern}/` } }])).toEqual({
      code: 'ERR_RULE_INVALID',
      message: expect.stringMatching(sentence),
    })
  })

  it.each(['reply', 'broadcast'] as const)('names the rule and the step whose %s cannot be read', (how) => {
    const rule: Rule = {
      when: { on: 'open' },
      do: [
        { do: 'wait', ms: 1 },
        { do: how, template: '{{nwo}}' },
      ],
    }
    expect(refusal([fine, rule])).toEqual({
      code: 'ERR_RULE_INVALID',
      message: expect.stringMatching(/^Rule 2: In step 2, \{\{nwo\}\} is no placeholder\. There is /),
    })
  })
})
