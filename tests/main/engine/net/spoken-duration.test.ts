import { expect, it } from 'vitest'
import { spokenDuration } from '../../../../src/main/engine/net/spoken-duration'

it.each([
  [0.4, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [4_230, '4.2 s'],
  [59_960, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_600, '1 h'],
  [12_000_000, '3 h 20 min'],
])('%s ms is spoken as %s', (ms, spoken) => expect(spokenDuration(ms)).toBe(spoken))
