/** The sections of a connection's setup, which settings each holds, and how many of those are not at their default. */
import { type ConnectionSettings, plainConnection } from '../../../../shared/protocol/connection-settings'

export const sections = [
  'Request',
  'Authorization',
  'Messages on open',
  'Staying connected',
  'Network',
  'TLS',
  'Compression',
  'Decoding',
  'Validation',
] as const
export type Section = (typeof sections)[number]

export type SettingName = Exclude<keyof ConnectionSettings, 'uid'>

const owners: Readonly<Partial<Record<SettingName, Section>>> = {
  name: 'Request',
  folder: 'Request',
  query: 'Request',
  headers: 'Request',
  origin: 'Request',
  subprotocols: 'Request',
  handshakeTimeoutMs: 'Request',
  redirectsMax: 'Request',
  messageMaxBytes: 'Request',
  auth: 'Authorization',
  onOpen: 'Messages on open',
  reconnect: 'Staying connected',
  heartbeat: 'Staying connected',
  answersPings: 'Staying connected',
  network: 'Network',
  tls: 'TLS',
  compression: 'Compression',
  deflate: 'Compression',
  decoding: 'Decoding',
  validation: 'Validation',
}

/** @returns where a setting is edited; undefined for the URL, which the bar holds */
export function sectionOf(name: SettingName): Section | undefined {
  return owners[name]
}

const plain = plainConnection('')

/** What the list shows beside a section: nothing where all is as it comes. */
export function countChanges(settings: ConnectionSettings): Record<Section, number> {
  const {
    query,
    headers,
    subprotocols,
    auth,
    onOpen,
    reconnect,
    heartbeat,
    network,
    tls,
    deflate,
    decoding,
    validation,
  } = settings
  return {
    Request:
      query.length +
      headers.length +
      subprotocols.length +
      changedParts(settings, ['name', 'folder', 'origin', 'handshakeTimeoutMs', 'redirectsMax', 'messageMaxBytes']),
    Authorization: auth.kind === 'none' ? 0 : 1,
    'Messages on open': onOpen.length,
    'Staying connected':
      Number(reconnect.isOn) + Number(heartbeat.kind !== 'none') + changedParts(settings, ['answersPings']),
    Network: countDifferences(network, plain.network),
    TLS: countDifferences(tls, plain.tls),
    Compression: changedParts(settings, ['compression']) + countDifferences(deflate, plain.deflate),
    Decoding: countDifferences(decoding, plain.decoding),
    Validation: [validation.received, validation.sent].filter((schema) => schema.trim() !== '').length,
  }
}

function changedParts(settings: ConnectionSettings, names: readonly SettingName[]): number {
  return names.filter((name) => !isSame(settings[name], plain[name])).length
}

function countDifferences<T extends object>(value: T, from: T): number {
  return (Object.keys(from) as (keyof T)[]).filter((key) => !isSame(value[key], from[key])).length
}

/** Settings are JSON, and each comes from one schema, which gives its keys one order. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
