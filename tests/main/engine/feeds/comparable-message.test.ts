import { expect, it } from 'vitest'
import { startFeed } from '../../../support/feed-server'
import { takeSeat } from '../../../support/seat'

async function openLog(memory = {}) {
  const seat = takeSeat(memory)
  const feed = await startFeed()
  const id = await seat.open(feed.url)
  const socket = await feed.socket()
  const log = await seat.watch({ kind: 'connection', id }, { types: ['text', 'binary'] })
  return { seat, id, socket, log }
}

it('the message before one is of the same connection and direction, whatever stands between', async () => {
  const { seat, id, socket, log } = await openLog()
  const other = await openLog()
  socket.send('one')
  await log.until((rows) => rows.length === 1, 'it is there')
  await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'mine' })
  socket.ping('ping')
  other.socket.send('of another')
  socket.send('two')
  await log.until((rows) => rows.at(-1)?.text === 'two', 'all are there')
  const seqOf = (text: string) => log.rows.find((row) => row.text === text)?.seq ?? 0
  expect(await seat.call('frame.earlier', { seq: seqOf('two') })).toEqual({ seq: seqOf('one') })
  expect(await seat.call('frame.earlier', { seq: seqOf('one') })).toEqual({ seq: undefined })
  expect(await seat.call('frame.earlier', { seq: seqOf('mine') })).toEqual({ seq: undefined })
  expect(await seat.call('frame.earlier', { seq: 1_000 })).toEqual({ seq: undefined })
})

it('the last message about the same thing has the same value at the path, and is found far back', async () => {
  const { seat, socket, log } = await openLog()
  socket.send('{"symbol":"ACME","price":1}')
  socket.send('{"symbol":null}')
  for (let n = 0; n < 20_000; n++) socket.send(`{"symbol":"S${n}"}`)
  socket.send('no JSON')
  socket.send('{"price":2,"symbol":"ACME"}')
  socket.send('{"price":3}')
  await log.until((rows) => rows.at(-1)?.text === '{"price":3}', 'all are there')
  const first = log.window.availableFrom
  await log.move({ firstRow: first, rowCount: 2, follow: false })
  await log.until((rows) => rows[0]?.row === first, 'it has moved')
  const [acme] = log.rows.map(({ seq }) => seq) as [number]
  const again = acme + 20_003
  expect(await seat.call('frame.earlier', { seq: again, path: ['symbol'] })).toEqual({ seq: acme })
  expect(await seat.call('frame.earlier', { seq: again })).toEqual({ seq: again - 1 })
  expect(await seat.call('frame.earlier', { seq: again + 1, path: ['symbol'] })).toEqual({ seq: undefined })
})

it('a payload can be read in part', async () => {
  const { seat, socket, log } = await openLog()
  socket.send('0123456789')
  await log.until((rows) => rows.length === 1, 'it is there')
  const { seq } = log.rows[0] as { seq: number }
  const part = await seat.call('frame.read', { seq, from: 3, maxBytes: 4 })
  expect([Buffer.from(part.payload as Uint8Array).toString(), part.byteLength]).toEqual(['3456', 10])
  expect((await seat.call('frame.read', { seq, from: 20 })).payload).toEqual(new Uint8Array(0))
})
