import { describe, expect, it } from 'vitest'
import { explainExtensions } from '../../../src/renderer/src/features/inspector/extension-words'

describe('extensions', () => {
  it('are none where the header is empty', () => {
    expect(explainExtensions('')).toEqual([])
  })

  it('are explained term by term, with the numbers they have', () => {
    const terms = explainExtensions(
      'permessage-deflate; server_no_context_takeover; client_max_window_bits; server_max_window_bits="10", x-own; a=1',
    )
    expect(terms.map(({ term }) => term)).toEqual([
      'permessage-deflate',
      'server_no_context_takeover',
      'client_max_window_bits',
      'server_max_window_bits="10"',
      'x-own',
      'a=1',
    ])
    expect(terms[2]?.meaning).toBe('The server may choose how far back we look for what repeats.')
    expect(terms[3]?.meaning).toBe('The server looks back at most 1 KiB for what repeats.')
    expect(terms[4]?.meaning).toMatch(/no word about/)
    expect(explainExtensions('client_max_window_bits=9')[0]?.meaning).toContain('512 bytes')
    expect(explainExtensions('client_max_window_bits=zz')[0]?.meaning).toContain('an unknown number of bytes')
  })
})
