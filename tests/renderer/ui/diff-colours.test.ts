import { describe, expect, it } from 'vitest'
import { contrast, themes } from '../../support/contrast'

const json = ['json-key', 'json-string', 'json-number', 'json-atom']
const pairs = [
  ...['ink', ...json].flatMap((ink) => ['added-ground', 'added-text'].map((ground) => [ink, ground])),
  // Removed lines are in one colour.
  ...['removed-ground', 'removed-text'].map((ground) => ['ink', ground]),
  // A row of the tree that was found.
  ...json.map((ink) => [ink, 'ground-selected']),
] as [string, string][]

describe.each(themes)('in the %s theme', (_name, theme) => {
  it.each(pairs)('%s can be read on %s', (ink, ground) => {
    expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(4.5)
  })
})
