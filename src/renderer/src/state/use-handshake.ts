/** The opening handshake of a connection, read again whenever its state is told anew. */
import { useEffect, useState } from 'react'
import type { ConnectionState } from '../../../shared/protocol/connection-state'
import type { Handshake } from '../../../shared/protocol/handshake'
import { call } from '../bridge'

/**
 * @param id of an outbound connection or a peer
 * @param state what the workspace knows of it, which is nothing of peers. The object, not its name: a dial that fails again at
 * once goes from `failed` to `failed`
 * @returns undefined while unread, and where there was none
 */
export function useHandshake(id: number | undefined, state: ConnectionState | undefined): Handshake | undefined {
  const [read, setRead] = useState<{ id: number; handshake: Handshake | undefined }>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state is the reason to read again
  useEffect(() => {
    if (id === undefined) return
    let isStale = false
    void call('connection.handshake', { id }).then((answer) => {
      if (!isStale) setRead({ id, handshake: answer.ok ? answer.value : undefined })
    })
    return () => {
      isStale = true
    }
  }, [id, state])
  return read?.id === id ? read?.handshake : undefined
}
