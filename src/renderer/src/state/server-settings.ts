/** The settings of a server apart from what becomes of it: what it takes to start the same again. */
import { type ServerSettings, serverSettings } from '../../../shared/protocol/server-settings'

const names = Object.keys(serverSettings.entries) as (keyof ServerSettings)[]

/** @param server a summary, or settings: id, state and counts are left out */
export function settingsOf(server: ServerSettings): ServerSettings {
  return Object.fromEntries(names.map((name) => [name, server[name]])) as unknown as ServerSettings
}
