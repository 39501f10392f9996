import { describe, expect, it } from 'vitest'
import { contrast, themes } from '../../support/contrast'

const inks = ['mark-invalid', 'mark-altered', 'mark-moved']
const grounds = ['ground', 'ground-hover', 'ground-selected', 'ground-noted']

describe.each(themes)('in the %s theme', (_name, theme) => {
  it.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground])))('%s can be read on %s', (ink, ground) => {
    expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(4.5)
  })

  it('what else stands in a row that is noted can be read', () => {
    expect(contrast(theme, 'ink-3', 'ground-noted')).toBeGreaterThanOrEqual(4.5)
  })
})
