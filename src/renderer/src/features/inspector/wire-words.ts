/** What the transport carried, against what was said, in numbers and in words. */
import { formatBytes } from '../../ui/format'

export interface WireWay {
  wireBytes: number
  payloadBytes: number
}

/** @returns `3.1 : 1`; undefined while nothing went that way */
export function compressionRatio({ wireBytes, payloadBytes }: WireWay): string | undefined {
  if (wireBytes <= 0 || payloadBytes <= 0) return undefined
  return `${(payloadBytes / wireBytes).toFixed(payloadBytes / wireBytes < 10 ? 2 : 0)} : 1`
}

/** What headers and masks add; nothing is known of that where compression hides it. */
export function frameOverhead({ wireBytes, payloadBytes }: WireWay): string | undefined {
  if (wireBytes <= 0) return undefined
  const overhead = Math.max(0, wireBytes - payloadBytes)
  return payloadBytes === 0 ? formatBytes(overhead) : `${formatBytes(overhead)} · ${share(overhead / payloadBytes)}`
}

/** One sentence on how much was saved, or added. */
export function wireSentence({ wireBytes, payloadBytes }: WireWay, isCompressed: boolean): string {
  if (wireBytes <= 0) return 'Nothing has come over this opening yet.'
  if (payloadBytes <= 0) return 'Only empty frames have come over this opening.'
  const apart = Math.abs(payloadBytes - wireBytes) / payloadBytes
  if (!isCompressed) return `Frame headers add ${share(apart)} to what is received. Nothing is compressed.`
  return wireBytes < payloadBytes
    ? `Compression saves ${share(apart)} of what is received, frame headers included.`
    : `Compression does not pay here: the wire carries ${share(apart)} more than is said, frame headers included.`
}

function share(part: number): string {
  const percent = part * 100
  return `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`
}
