/** What was edited of a server, over what the engine knows of it. */
import type { ErrorCode } from '../../../../shared/failure'
import type { ServerSummary } from '../../../../shared/protocol/feed'
import {
  type LiveServerSettings,
  liveServerSettings,
  plainServer,
  type ServerSettings,
} from '../../../../shared/protocol/server-settings'
import type { SettingName } from './section'

export type Draft = Partial<ServerSettings>
export type LivePart = keyof LiveServerSettings

export const liveParts = Object.keys(liveServerSettings.entries) as LivePart[]

export function isLivePart(name: SettingName): name is LivePart {
  return (liveParts as SettingName[]).includes(name)
}

/** @param known the engine's word; nothing for a server that is yet to be started */
export function mergeDraft(known: ServerSettings | undefined, draft: Draft): ServerSettings {
  return { ...(known ?? plainServer()), ...draft }
}

/** A running server keeps what it was begun with, whatever a draft says. */
export function withoutFixed(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([name]) => isLivePart(name as SettingName)))
}

/** The file's settings, all others at their default: the server becomes what the file says. */
export function draftOfFile(file: Partial<ServerSettings>): Draft {
  return plainServer(file)
}

/** @returns settings that a running server cannot take up from another set, since it was begun with them */
export function fixedDifferences(running: ServerSettings, wanted: Draft): SettingName[] {
  const names = Object.keys(wanted) as SettingName[]
  return names.filter((name) => !isLivePart(name) && JSON.stringify(running[name]) !== JSON.stringify(wanted[name]))
}

/** @returns the setting a failure of a start is about, where its code tells */
export function settingOfFailure(code: ErrorCode): SettingName | undefined {
  switch (code) {
    case 'ERR_SCHEMA_INVALID':
      return 'validation'
    case 'ERR_RULE_INVALID':
      return 'rules'
    case 'ERR_HOST_INVALID':
      return 'host'
    case 'ERR_CERTIFICATE_INVALID':
    case 'ERR_CERTIFICATE_FAILED':
      return 'tls'
    default:
      return undefined
  }
}

/** @returns the name of the exported file: what it does and where */
export function fileNameOf({ behaviour, port }: Pick<ServerSettings, 'behaviour' | 'port'>): string {
  return `${behaviour}-${port}.feedscope-server.json`
}

export function keyOf(server: Pick<ServerSummary, 'id'> | undefined): string {
  return server === undefined ? 'new' : String(server.id)
}
