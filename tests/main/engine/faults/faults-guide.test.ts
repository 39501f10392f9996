import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultSettings, plainServer } from '../../../../src/shared/protocol/server-settings'

const guide = readFileSync('docs/faults.md', 'utf8')
const examples = [...guide.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1]!)

describe('docs/faults.md', () => {
  it('has three examples, each a file that a server takes as it is', () => {
    expect(examples.length).toBe(3)
    for (const example of examples) {
      const file = JSON.parse(example)
      // A misspelt setting would be left out, and the server would behave.
      expect(plainServer(file)).toMatchObject(file)
    }
  })

  it('explains every setting there is', () => {
    for (const name of Object.keys(faultSettings.entries)) expect(guide).toContain(`\`${name}\``)
  })
})
