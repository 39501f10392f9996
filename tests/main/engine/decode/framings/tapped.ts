/**
 * What a real client and a real server say to each other, as Feedscope's tap between them records it: rows of the engine,
 * read by its decoders.
 */
import { onTestFinished } from 'vitest'
import { Decoders } from '../../../../../src/main/engine/decode/decoders'
import type { FrameDetail } from '../../../../../src/shared/ipc/contract'
import { plainConnection } from '../../../../../src/shared/protocol/connection-settings'
import { directionOf, frameTypeOf } from '../../../../../src/shared/protocol/frame'
import { takeSeat } from '../../../../support/seat'
import { until } from '../../../../support/until'

export interface TappedRow {
  seq: number
  /** `>`: from the client, `<`: from the server. */
  line: string
  label: string
  preview: string
  payload: Buffer
}

/** @param upstream a real server; its path and query are the client's */
export async function tap(upstream: string) {
  const seat = takeSeat()
  const server = await seat.serve('tap', { options: { upstream } })
  const log = await seat.watch({ kind: 'server', id: server.id })
  const seqs = () => log.rows.filter(({ type }) => type === 'text' || type === 'binary').map(({ seq }) => seq)

  const row = (frame: FrameDetail, before: FrameDetail[], decoders: Decoders): TappedRow => {
    const { seq } = frame
    const payload = Buffer.from(frame.payload as Uint8Array)
    const earlier = () =>
      before
        .filter(({ kind }) => kind === frame.kind)
        .reverse()
        .map((each) => Buffer.from(each.payload as Uint8Array))
    const { label, preview = '' } = decoders.read(frame.connectionId, frame.kind, payload, earlier) ?? {
      label: `(${frameTypeOf(frame.kind)})`,
      preview: payload.toString('utf8').slice(0, 200),
    }
    const way = directionOf(frame.kind) === 'received' ? '>' : '<'
    return { seq, line: `${way} ${label}`, label, preview, payload }
  }

  /** As the engine's own decoders have them: with what the handshake said. */
  const rows = async (): Promise<TappedRow[]> => {
    const peer = (await seat.peers(server.id))[0]
    const handshake = peer === undefined ? undefined : await seat.call('connection.handshake', { id: peer.id })
    if (handshake !== undefined) {
      const hints = { subprotocol: handshake.subprotocol, path: handshake.requestLine.split(' ')[1] ?? '' }
      known ??= new Decoders(() => ({ decodings: plainConnection('').decoding, stamp: 1, hints: () => hints }))
    }
    const decoders = known ?? new Decoders(() => undefined)
    const frames = await Promise.all(seqs().map((seq) => seat.call('frame.read', { seq })))
    return frames.map((frame, index) => row(frame, frames.slice(0, index), decoders))
  }
  let known: Decoders | undefined

  return {
    seat,
    url: server.url,
    port: server.port,
    rows,
    /** Of the row whose label is that, as the window would be told. */
    decode: async (line: string) => {
      const found = (await rows()).find((each) => each.line === line)
      if (found === undefined) throw new Error(`There is no row “${line}”.`)
      return seat.call('frame.decode', { seq: found.seq })
    },
    /** Waits until rows say so, in any order. */
    untilLines: async (...wanted: string[]) => {
      let lines: string[] = []
      await until(
        async () => {
          lines = (await rows()).map(({ line }) => line)
          return wanted.every((each) => lines.includes(each))
        },
        () => `the rows are ${wanted.join(' | ')}; they are:\n  ${lines.join('\n  ')}`,
      )
      return lines
    },
  }
}

/** Ends with the test. */
export function atEnd(end: () => unknown): void {
  onTestFinished(async () => {
    await end()
  })
}
