/** What amounts of a connection may be, as `connection-settings.ts` has it; a test keeps the two alike. */
import { MESSAGE_MAX_BYTES } from '../../../../shared/protocol/connection-settings'
import type { QuantityRange } from '../../ui/quantity'

export const requestRanges = {
  handshakeTimeoutMs: { kind: 'duration', min: 100, max: 600_000 },
  redirectsMax: { kind: 'count', min: 1, max: 20, hasOff: true },
  messageMaxBytes: { kind: 'bytes', min: 1, max: MESSAGE_MAX_BYTES },
} as const satisfies Record<string, QuantityRange>

export const reconnectRanges = {
  initialMs: { kind: 'duration', min: 100, max: 3_600_000 },
  maxMs: { kind: 'duration', min: 100, max: 3_600_000 },
  jitterShare: { kind: 'share', min: 0, max: 1 },
  attemptsMax: { kind: 'count', min: 1, max: 1_000_000, hasOff: true },
} as const satisfies Record<string, QuantityRange>

export const heartbeatRange = { kind: 'duration', min: 500, max: 3_600_000 } as const satisfies QuantityRange
