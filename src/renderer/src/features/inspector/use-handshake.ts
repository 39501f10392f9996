/** The opening handshake of a connection, read again whenever its state changes. */
import { useEffect, useState } from 'react'
import type { Handshake } from '../../../../shared/protocol/handshake'
import { call } from '../../bridge'

/**
 * @param id of an outbound connection or a peer
 * @param stateName of what the workspace knows of it, which is nothing of peers
 * @returns undefined while unread, and where there was none
 */
export function useHandshake(id: number | undefined, stateName: string | undefined): Handshake | undefined {
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
  }, [id, stateName])
  return read?.id === id ? read?.handshake : undefined
}
