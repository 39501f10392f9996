/** What was edited of a connection, over what the engine knows of it; and what of it waits for the next handshake. */
import type { ErrorCode } from '../../../../shared/failure'
import {
  type ConnectionChange,
  type ConnectionSettings,
  liveConnectionParts,
  plainConnection,
} from '../../../../shared/protocol/connection-settings'
import type { ConnectionState } from '../../../../shared/protocol/connection-state'
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { withParts } from '../../../../shared/protocol/settings-parts'
import { isSame, type SettingName } from './section'

/** @param connection undefined for one that is yet to be made */
export function keyOf(connection: Pick<ConnectionSummary, 'id'> | undefined): string {
  return connection === undefined ? 'new' : String(connection.id)
}

/** @param known the engine's word; nothing for a connection that is yet to be made */
export function mergeEdits(known: ConnectionSettings | undefined, edits: ConnectionChange): ConnectionSettings {
  return withParts(known ?? plainConnection(''), edits)
}

export function isLive({ name }: ConnectionState): boolean {
  return name === 'connecting' || name === 'open' || name === 'closing'
}

/** What the server was not told of: settings of the handshake that are not those the connection was dialled with. */
export function waitingParts(dialledWith: ConnectionSettings, settings: ConnectionSettings): SettingName[] {
  const names = Object.keys(dialledWith) as (SettingName | 'uid')[]
  return names.filter((name): name is SettingName => {
    return name !== 'uid' && !liveConnectionParts.includes(name) && !isSame(dialledWith[name], settings[name])
  })
}

/** Of edits that the engine has taken, those that something newer was typed over stay. */
export function withoutTaken(edits: ConnectionChange, taken: ConnectionChange): ConnectionChange {
  const left = Object.entries(edits).filter(([name, value]) => taken[name as SettingName] !== value)
  return Object.fromEntries(left) as ConnectionChange
}

/** @returns the setting a failure of a dial is about, where its code tells */
export function settingOfFailure(code: ErrorCode): SettingName | undefined {
  switch (code) {
    case 'ERR_URL_INVALID':
      return 'url'
    case 'ERR_HEADER_INVALID':
      return 'headers'
    case 'ERR_SUBPROTOCOL_INVALID':
      return 'subprotocols'
    case 'ERR_SCHEMA_INVALID':
      return 'validation'
    default:
      return undefined
  }
}
