import { describe, expect, it } from 'vitest'
import type { Draft } from '../../../src/renderer/src/features/send/draft'
import {
  HISTORY_CONTENT_MAX,
  HISTORY_MAX,
  remember,
  stepToNewer,
  stepToOlder,
} from '../../../src/renderer/src/features/send/history'

const text = (content: string): Draft => ({ kind: 'text', content })

describe('the history', () => {
  it('keeps the last fifty', () => {
    let history: readonly Draft[] = []
    for (let count = 1; count <= HISTORY_MAX + 5; count++) history = remember(history, text(String(count)))
    expect(history).toHaveLength(HISTORY_MAX)
    expect(history[0]).toEqual(text('6'))
    expect(history.at(-1)).toEqual(text('55'))
  })

  it('has what is sent twice in a row once', () => {
    expect(remember([text('a')], text('a'))).toEqual([text('a')])
    expect(remember([text('a')], { kind: 'json', content: 'a' })).toHaveLength(2)
  })

  it('keeps nothing that is too large to keep fifty of', () => {
    expect(remember([], text('x'.repeat(HISTORY_CONTENT_MAX + 1)))).toEqual([])
  })

  it('is walked up to older messages and down again to what was being written', () => {
    const history = [text('one'), text('two')]
    const up = stepToOlder(history, undefined, text('draft'))
    expect(up?.draft).toEqual(text('two'))
    const upAgain = stepToOlder(history, up?.walk, text('two'))
    expect(upAgain?.draft).toEqual(text('one'))
    expect(stepToOlder(history, upAgain?.walk, text('one'))).toBeUndefined()
    const down = stepToNewer(history, upAgain?.walk)
    expect(down?.draft).toEqual(text('two'))
    expect(stepToNewer(history, down?.walk)).toEqual({ walk: undefined, draft: text('draft') })
  })

  it('goes at once to the one before when the newest still stands in the panel', () => {
    expect(stepToOlder([text('one'), text('two')], undefined, text('two'))?.draft).toEqual(text('one'))
  })

  it('has nothing newer than what is being written', () => {
    expect(stepToNewer([text('one')], undefined)).toBeUndefined()
  })
})
