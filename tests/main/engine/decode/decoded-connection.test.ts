import { gzipSync } from 'node:zlib'
import { encode } from '@msgpack/msgpack'
import { describe, expect, it } from 'vitest'
import { plainConnection } from '../../../../src/shared/protocol/connection-settings'
import { startFeed } from '../../../support/feed-server'
import { takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'

const DAY_MS = 86_400_000

async function open() {
  const feed = await startFeed()
  const seat = takeSeat()
  const id = await seat.open(feed.url)
  const log = await seat.watchConnection(id)
  const socket = await feed.socket()
  const lines = async (seriesId: number) => {
    const now = Date.now()
    const span = { fromMs: now - DAY_MS, toMs: now + DAY_MS, widthPx: 10 }
    return (await seat.call('series.read', { seriesIds: [seriesId], ...span })).lines
  }
  return { seat, id, log, socket, lines }
}

describe('a connection whose messages are decoded', () => {
  it('is charted by fields that are not JSON on the wire', async () => {
    const { seat, id, socket, lines } = await open()
    const series = await seat.call('series.add', { connectionId: id, path: ['price'], keyPath: ['symbol'] })
    socket.send(encode({ symbol: 'ACME', price: 101.5 }))
    socket.send(gzipSync('{"symbol":"GLOBEX","price":7}'))
    socket.send('{"symbol":"INITECH","price":8}')
    socket.send(Uint8Array.of(1, 2, 3))
    await until(async () => (await lines(series.id)).length === 3, 'three symbols are drawn')
    expect((await lines(series.id)).map(({ key, last }) => [key, last])).toEqual([
      ['ACME', 101.5],
      ['GLOBEX', 7],
      ['INITECH', 8],
    ])
  })

  it('is read anew as soon as it is told to be read another way', async () => {
    const { seat, id, log, socket } = await open()
    socket.send(Buffer.from('{"price":1}').toString('base64'))
    await log.until((rows) => rows.some(({ type }) => type === 'text'), 'a message has come')
    const seq = log.rows.find(({ type }) => type === 'text')?.seq as number
    expect(await seat.call('frame.decode', { seq })).toMatchObject({ layers: [], isJson: false })
    const { decoding } = plainConnection('', { decoding: { received: { unpacks: ['base64'] } } })
    await seat.call('connection.configure', { id, change: { decoding } })
    expect(await seat.call('frame.decode', { seq })).toEqual({
      layers: ['base64', 'JSON'],
      label: '',
      isJson: true,
      text: '{"price":1}',
    })
  })

  it('keeps its settings’ word for what it stored when it is removed', async () => {
    const { seat, id, log, socket } = await open()
    socket.send(encode({ price: 1 }))
    await log.until((rows) => rows.some(({ type }) => type === 'binary'), 'a message has come')
    const seq = log.rows.find(({ type }) => type === 'binary')?.seq as number
    await seat.call('connection.remove', { id })
    expect(await seat.call('frame.decode', { seq })).toMatchObject({ layers: ['MessagePack'], isJson: true })
  })

  it('says that a frame is not there', async () => {
    const { seat } = await open()
    expect(await seat.refusal('frame.decode', { seq: 1_000_000 })).toMatchObject({ code: 'ERR_NOT_FOUND' })
  })

  it('says what is wrong with .proto files', async () => {
    const { seat } = await open()
    expect(await seat.refusal('proto.types', { files: ['/there/is/none.proto'] })).toMatchObject({
      code: 'ERR_FILE_UNREADABLE',
    })
  })
})
