import { describe, expect, it } from 'vitest'
import { stateSentence } from '../../../src/renderer/src/features/inspector/state-sentence'

describe('the sentence of a state', () => {
  it('names who closed, the code with its meaning, and the reason', () => {
    const state = { name: 'closed', closeCode: 1001, reason: 'Server stopped', closedBy: 'peer' } as const
    expect(stateSentence(state)).toBe('Closed by the other side with 1001 (going away), reason “Server stopped”.')
  })

  it('leaves out a reason that was not given', () => {
    const state = { name: 'closed', closeCode: 1000, reason: '', closedBy: 'us' } as const
    expect(stateSentence(state)).toBe('Closed by you with 1000 (normal closure).')
  })

  it('is the failure itself where the handshake failed', () => {
    const error = { code: 'ERR_DNS', message: 'No address was found for “nowhere”.' } as const
    expect(stateSentence({ name: 'failed', error })).toBe(error.message)
  })
})
