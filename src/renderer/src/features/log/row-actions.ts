/** What can be done with a row of the log: copied, bookmarked, filtered by, coloured, compared, sent again. */

import { SEND_MAX_BYTES } from '../../../../shared/ipc/contract'
import { readDecor } from '../../../../shared/ipc/row-decor'
import { type FrameKind, frameTypeOf, isMessage } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'
import { filterAlsoBy, scopeOf, useApp } from '../../state/app-store'
import { removeBookmark, setBookmark, writeNote } from '../../state/bookmarks'
import { copyText } from '../../state/copy-text'
import { compareWithPrevious } from '../../state/message-view'
import { notify, notifyFailure } from '../../state/notices'
import { useWorkspace } from '../../state/workspace-store'
import type { MenuEntry } from '../../ui/context-menu'
import { hexText } from '../../ui/hex-lines'
import { previewText } from '../../ui/preview'
import { wantColourRule } from './colour-draft'
import { connectionTerm, directionTerm, likeTerm, typeTerm } from './row-terms'

/** A longer message tells what it is by its type alone: it is not read and parsed for a suggestion. */
const LIKE_MAX_BYTES = 256 * 1024

export interface RowTarget {
  seq: number
  kind: FrameKind
  connectionId: number
  byteLength: number
  /** As `readDecor` takes it. */
  decor: string
}

/** @param connectionName as the window calls it */
export function rowEntries(row: RowTarget, connectionName: string): MenuEntry[] {
  const { seq, kind } = row
  const type = frameTypeOf(kind)
  const bookmark = useWorkspace.getState().bookmarks.find((each) => each.seq === seq)
  const hasNote = bookmark !== undefined && bookmark.note !== ''
  const direction = directionTerm(kind)
  const entries: MenuEntry[] = [{ label: 'Copy message', act: () => void copyMessage(row) }]
  if (type === 'binary') entries.push({ label: 'Copy as hex', act: () => void copyHex(seq) })
  entries.push(
    'separator',
    bookmark === undefined
      ? { label: 'Bookmark', keys: 'B', act: () => void setBookmark(seq, '') }
      : { label: 'Remove bookmark', keys: 'B', act: () => void removeBookmark(seq) },
    { label: hasNote ? 'Edit note…' : 'Add note…', act: () => void writeNote(seq) },
    'separator',
    { label: `Filter by type: ${type}`, act: () => filterAlsoBy(typeTerm(kind)) },
  )
  if (direction !== undefined) {
    const { term, direction: way } = direction
    entries.push({ label: `Filter by direction: ${way}`, act: () => filterAlsoBy(term) })
  }
  if (scopeOf(useApp.getState().place).kind !== 'connection') {
    entries.push({
      label: `Filter by connection: ${connectionName}`,
      act: () => filterAlsoBy(termOfConnection(row.connectionId)),
    })
  }
  entries.push({ label: 'Colour rows like this…', act: () => void colourLike(row) })
  if (!isMessage(kind)) return entries
  entries.push(
    'separator',
    { label: 'Compare with the message before', act: () => compareWithPrevious(seq) },
    { label: 'Send again', act: () => void sendAgain(row) },
  )
  return entries
}

function termOfConnection(connectionId: number): string {
  const { connections, servers } = useWorkspace.getState()
  const all = [...connections, ...servers.map(({ id }) => ({ id, name: '' }))]
  const others = all.filter(({ id }) => id !== connectionId).map(({ name }) => name)
  return connectionTerm(connectionId, all.find(({ id }) => id === connectionId)?.name, others)
}

/** What it says: decoded where a decoder read it, else its text; bytes that are no text go as hex. */
async function copyMessage({ seq, kind, decor }: RowTarget): Promise<void> {
  if (readDecor(decor).readable !== undefined) {
    const decoded = await call('frame.decode', { seq })
    if (decoded.ok && decoded.value.text !== undefined) return void (await copyText(decoded.value.text))
  }
  const payload = await readPayload(seq)
  if (payload === undefined) return
  const isClose = frameTypeOf(kind) === 'close'
  const text = isClose ? previewText(kind, payload, payload.byteLength) : wholeText(payload)
  await copyText(text ?? hexText(payload))
}

async function copyHex(seq: number): Promise<void> {
  const payload = await readPayload(seq)
  if (payload !== undefined) await copyText(hexText(payload))
}

async function colourLike({ seq, kind, byteLength }: RowTarget): Promise<void> {
  const isRead = isMessage(kind) && byteLength <= LIKE_MAX_BYTES
  const frame = isRead ? await call('frame.read', { seq }) : undefined
  const payload = frame?.ok === true ? frame.value.payload : undefined
  const text = payload === undefined || typeof payload === 'string' ? undefined : wholeText(payload)
  wantColourRule(likeTerm(kind, text))
}

/** As it was, byte for byte: through the connection selected, else through its own. */
async function sendAgain({ seq, kind, connectionId, byteLength }: RowTarget): Promise<void> {
  if (byteLength > SEND_MAX_BYTES) {
    return notify({ kind: 'error', message: 'It is larger than one message sent by hand may be.' })
  }
  const payload = await readPayload(seq)
  if (payload === undefined) return
  const type = frameTypeOf(kind) === 'binary' ? 'binary' : 'text'
  const { place } = useApp.getState()
  const sent = await call('frame.send', {
    connectionId: place.kind === 'connection' ? place.id : connectionId,
    type,
    payload:
      type === 'binary' ? new Uint8Array(payload) : new TextDecoder('utf-8', { ignoreBOM: true }).decode(payload),
  })
  if (!sent.ok) notifyFailure(sent.error)
}

/** @returns undefined where it is gone, which is told */
async function readPayload(seq: number): Promise<Uint8Array | undefined> {
  const frame = await call('frame.read', { seq })
  if (!frame.ok) {
    notifyFailure(frame.error)
    return undefined
  }
  if (typeof frame.value.payload !== 'string') return frame.value.payload
  notify({ kind: 'error', message: `The bytes of message #${seq} are no longer there.` })
  return undefined
}

/** @returns undefined for bytes that are no UTF-8 */
function wholeText(payload: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload)
  } catch {
    return undefined
  }
}
