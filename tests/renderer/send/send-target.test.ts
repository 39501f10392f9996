import { describe, expect, it } from 'vitest'
import { sendTargetOf } from '../../../src/renderer/src/features/send/send-target'
import { plainConnection } from '../../../src/shared/protocol/connection-settings'
import type { ConnectionState } from '../../../src/shared/protocol/connection-state'
import type { ConnectionSummary, ServerState, ServerSummary } from '../../../src/shared/protocol/feed'
import { plainServer } from '../../../src/shared/protocol/server-settings'

function connection(id: number, state: ConnectionState): ConnectionSummary {
  return { id, name: `connection ${id}`, settings: plainConnection(''), state }
}

function server(id: number, peerCount: number, isRunning = true): ServerSummary {
  const state: ServerState = isRunning
    ? { name: 'running', url: 'ws://127.0.0.1:1', urls: [], port: 1, isExposed: false }
    : { name: 'stopped' }
  return {
    ...plainServer(),
    id,
    name: '',
    state,
    peerCount,
    heldCount: 0,
    isDemo: false,
    uid: 'u',
  }
}

const open: ConnectionState = { name: 'open', subprotocol: '', extensions: '', openedAtMs: 0 }

describe('the target of a message', () => {
  it('is the connection selected, once it is open', () => {
    const place = { kind: 'connection', id: 7 } as const
    expect(sendTargetOf(place, [connection(7, open)], [])).toEqual({ kind: 'connection', id: 7 })
    expect(sendTargetOf(place, [connection(7, { name: 'connecting' })], [])).toMatchObject({ kind: 'none' })
  })

  it('is a client of a local server, which no list has', () => {
    expect(sendTargetOf({ kind: 'connection', id: 9 }, [], [])).toEqual({ kind: 'connection', id: 9 })
  })

  it('is every client of the server selected', () => {
    const place = { kind: 'server', id: 3 } as const
    expect(sendTargetOf(place, [], [server(3, 2)])).toEqual({ kind: 'server', id: 3, peerCount: 2 })
    expect(sendTargetOf(place, [], [server(3, 0)])).toMatchObject({ kind: 'none' })
    expect(sendTargetOf(place, [], [server(3, 0, false)])).toMatchObject({ kind: 'none' })
  })

  it('is none where nothing is selected, with a sentence that says what to do', () => {
    for (const kind of ['all', 'new-connection', 'new-server'] as const) {
      expect(sendTargetOf({ kind }, [], [])).toMatchObject({ kind: 'none', why: expect.stringMatching(/^[A-Z].*\.$/) })
    }
  })
})
