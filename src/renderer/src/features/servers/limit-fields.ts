/** Every limit of a server: its name, its range, and what a client meets beyond it. */
import type { LimitSettings } from '../../../../shared/protocol/server-settings'
import type { QuantityRange } from '../../ui/quantity'

/** The close code of the idle limit is a choice of two, not an amount. */
export type LimitName = Exclude<keyof LimitSettings, 'idleCloseCode'>

export interface LimitField extends QuantityRange {
  name: LimitName
  label: string
  /** One line. */
  beyond: string
}

const MIB = 1024 ** 2

/** Ranges as `server-settings.ts` has them; a test keeps the two alike. */
export const limitFields: readonly LimitField[] = [
  {
    name: 'connections',
    label: 'Connections',
    kind: 'count',
    min: 1,
    max: 100_000,
    beyond: 'Further clients are answered 503 with Retry-After.',
  },
  {
    name: 'connectionsPerAddress',
    label: 'Connections per address',
    kind: 'count',
    min: 1,
    max: 100_000,
    beyond: '503 for that address; on loopback all clients share one.',
  },
  {
    name: 'handshakeMs',
    label: 'Handshake time',
    kind: 'duration',
    min: 200,
    max: 60_000,
    beyond: 'A request that is not whole by then is cut off with 408.',
  },
  {
    name: 'idleMs',
    label: 'Idle time',
    kind: 'duration',
    min: 100,
    max: 86_400_000,
    hasOff: true,
    beyond: 'No message either way for so long: closed with the code below.',
  },
  {
    name: 'heartbeatMs',
    label: 'Heartbeat',
    kind: 'duration',
    min: 100,
    max: 600_000,
    hasOff: true,
    beyond: 'Silent clients are pinged; no life until the next ping: cut.',
  },
  {
    name: 'messageBytes',
    label: 'Message size',
    kind: 'bytes',
    min: 1,
    max: 256 * MIB,
    beyond: 'A larger message closes its connection with 1009.',
  },
  {
    name: 'fragments',
    label: 'Fragments of a message',
    kind: 'count',
    min: 1,
    max: 1_000_000,
    beyond: 'One fragment more closes the connection with 1008.',
  },
  {
    name: 'messagesPerSecond',
    label: 'Messages a second',
    kind: 'perSecond',
    min: 1,
    max: 10_000_000,
    hasOff: true,
    beyond: 'Of one client: first a warning, then closed with 1008.',
  },
  {
    name: 'queuedBytes',
    label: 'Queued for a slow client',
    kind: 'bytes',
    min: 64 * 1024,
    max: 1024 * MIB,
    beyond: 'A client that does not read is cut off; others are not held up.',
  },
]
