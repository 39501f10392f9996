import { afterEach, describe, expect, it, vi } from 'vitest'
import { ok } from '../../../src/shared/failure'
import { answerCall } from '../../../src/shared/ipc/answer'
import type { Handlers } from '../../../src/shared/ipc/contract'

type Name = 'server.stop' | 'frame.send'

function handlers(more: Partial<Handlers<Name>> = {}): Handlers<Name> {
  return { 'server.stop': () => ok(undefined), 'frame.send': () => ok(undefined), ...more }
}

describe('answering a call', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('hands the parsed arguments to the handler, and nothing that the contract does not know', async () => {
    const stop = vi.fn(() => ok(undefined))
    const args = JSON.parse('{"id": 4, "more": true, "__proto__": {"polluted": true}}')
    await answerCall(handlers({ 'server.stop': stop }), 'server.stop', args)
    expect(stop).toHaveBeenCalledWith({ id: 4 })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it.each([undefined, null, 4, 'id', [], {}, { id: '4' }, { id: -1 }, { id: 1.5 }, { id: Number.NaN }])(
    'answers ERR_CALL_INVALID to %j, and the handler never hears of it',
    async (args) => {
      const stop = vi.fn(() => ok(undefined))
      const result = await answerCall(handlers({ 'server.stop': stop }), 'server.stop', args)
      expect(result).toMatchObject({ ok: false, error: { code: 'ERR_CALL_INVALID' } })
      expect(stop).not.toHaveBeenCalled()
    },
  )

  it('names the argument that is wrong', async () => {
    const args = { connectionId: 1, type: 'close', payload: '' }
    const result = await answerCall(handlers(), 'frame.send', args)
    expect(!result.ok && result.error.message).toMatch(/^frame\.send was called with type wrong: /)
  })

  it('answers ERR_ENGINE_FAULT when the handler throws, be it at once or later', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const throwing = () => {
      throw new Error('a bug')
    }
    for (const stop of [throwing, async () => throwing()]) {
      const result = await answerCall(handlers({ 'server.stop': stop }), 'server.stop', { id: 1 })
      expect(result).toMatchObject({ ok: false, error: { code: 'ERR_ENGINE_FAULT' } })
      expect(!result.ok && result.error.message).toContain('a bug')
    }
    expect(log).toHaveBeenCalledTimes(2)
  })
})
