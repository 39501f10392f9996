/** Events between which nothing could be received. The engine says them and the log shows them as a gap: said here once. */

export const LOST = 'The connection ended without a close frame from the other side (1006).'

const AGAIN = /^Open again after (.+): whatever was sent meanwhile was not received\.$/

/** @param spoken how long it was, in words: `1 min 20 s` */
export function openAgain(spoken: string): string {
  return `Open again after ${spoken}: whatever was sent meanwhile was not received.`
}

export type GapEdge = { kind: 'begins' } | { kind: 'ends'; spoken: string }

/** @param event the text of an event's row @returns undefined for one that tells of something else */
export function gapEdgeOf(event: string): GapEdge | undefined {
  if (event === LOST) return { kind: 'begins' }
  const spoken = AGAIN.exec(event)?.[1]
  return spoken === undefined ? undefined : { kind: 'ends', spoken }
}
