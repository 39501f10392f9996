/** Payloads in a block, as a chunk holds them, and a match asked about one of them. */
import { NO_PAYLOAD, type PayloadBlock, type PayloadMatch } from '../../src/main/engine/match/payload-match'

/** @param payloads undefined where there is none */
export function blockOf(payloads: (string | Uint8Array | undefined)[]): PayloadBlock {
  const parts = payloads.map((payload) => (payload === undefined ? undefined : Buffer.from(payload as Uint8Array)))
  let end = 0
  const offsets = parts.map((part) => {
    if (part === undefined) return NO_PAYLOAD
    const offset = end
    end += part.byteLength
    return offset
  })
  return {
    bytes: Buffer.concat(parts.filter((part) => part !== undefined)),
    offsets: Uint32Array.from(offsets),
    byteLengths: Uint32Array.from(parts, (part) => part?.byteLength ?? 5),
  }
}

/** Among other bytes, which it must not see; asked by both doors, which must agree. */
export function matchesPayload(match: PayloadMatch, payload: string | Uint8Array): boolean {
  const bytes = Buffer.from(payload as Uint8Array)
  const among = Buffer.concat([bytes, bytes, bytes])
  const matches = match.matches(among, bytes.byteLength, 2 * bytes.byteLength)
  const selected = selectFrom(match, blockOf([bytes]))
  if ((selected.length === 1) !== matches) throw new Error(`matches() says ${matches}, select() says ${selected}.`)
  return matches
}

/** @returns the rows that match, of all or of those given */
export function selectFrom(match: PayloadMatch, block: PayloadBlock, rows = [...block.offsets.keys()]): number[] {
  const wanted = Uint16Array.from(rows)
  return [...wanted.subarray(0, match.select(block, wanted, rows.length))]
}
