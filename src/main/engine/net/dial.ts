/** Dials: opens one outbound WebSocket for a connection and sees its handshake through to `opened` or `failed`. */
import { ok, type Result } from '../../../shared/failure'
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'
import type { Connection } from './connection'
import { DialAttempt, type DialContext } from './dial-attempt'
import { fillSettings, unknownVariables } from './filled-settings'
import { requestOf } from './request'

/** A dial that can be given up. Does nothing once the handshake is over. */
export type CancelDial = () => void

/**
 * @param settings as the user has them; their variables are filled in now
 * @returns at once: how to cancel, or what is wrong with the request; the outcome reaches `connection`
 */
export function dial(connection: Connection, settings: ConnectionSettings, context: DialContext): Result<CancelDial> {
  const { variables } = context
  const filled = variables === undefined ? { settings, unknown: [] } : fillSettings(settings, variables.values())
  const unknown = unknownVariables(filled.unknown)
  if (unknown !== undefined) return unknown
  const request = requestOf(filled.settings)
  if (!request.ok) {
    const { error } = request
    return variables === undefined
      ? request
      : { ok: false, error: { ...error, message: variables.hidden(error.message) } }
  }
  const attempt = new DialAttempt(connection, filled.settings, request.value, context)
  void attempt.run()
  return ok(() => attempt.cancel())
}
