/** The sections of a server's setup, which settings each holds, and how many of those are not at their default. */
import { plainServer, type ServerSettings } from '../../../../shared/protocol/server-settings'
import { activeFaults } from './fault-summary'

export const sections = ['Security', 'Access', 'Limits', 'Validation', 'Faults', 'Rules'] as const
export type Section = (typeof sections)[number]

export type SettingName = keyof ServerSettings

const owners: Readonly<Partial<Record<SettingName, Section>>> = {
  host: 'Security',
  tls: 'Security',
  compression: 'Security',
  allowedOrigins: 'Security',
  allowedHosts: 'Security',
  auth: 'Access',
  limits: 'Limits',
  validation: 'Validation',
  faults: 'Faults',
  rules: 'Rules',
}

/** @returns where a setting is edited; undefined for those of the bar */
export function sectionOf(name: SettingName): Section | undefined {
  return owners[name]
}

const plain = plainServer()

/** What the list shows beside a section: nothing where all is as it comes. */
export function countChanges(settings: ServerSettings): Record<Section, number> {
  const { auth, limits, validation, faults, rules } = settings
  const security = ['host', 'tls', 'compression', 'allowedOrigins', 'allowedHosts'] as const
  return {
    Security: security.filter((name) => !isSame(settings[name], plain[name])).length,
    Access: (auth.kind === 'none' ? 0 : 1) + auth.users.length,
    Limits: changedKeys(limits, plain.limits).length,
    Validation: validation.schema.trim() === '' ? 0 : 1,
    Faults: activeFaults(faults).length,
    Rules: rules.length,
  }
}

export function changedKeys<T extends object>(value: T, from: T): (keyof T)[] {
  return (Object.keys(from) as (keyof T)[]).filter((key) => !isSame(value[key], from[key]))
}

/** Settings are JSON, and each comes from one schema, which gives its keys one order. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
