/** Decoding through the whole engine: rows, filters, columns, colours and charts, as a window has them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { encode } from '@msgpack/msgpack'
import { Aedes } from 'aedes'
import { generate, type Packet } from 'mqtt-packet'
import protobuf from 'protobufjs'
import { Server } from 'socket.io'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { EngineOptions } from '../../../../src/main/engine'
import { readDecor } from '../../../../src/shared/ipc/row-decor'
import { type Decoding, plainConnection } from '../../../../src/shared/protocol/connection-settings'
import { startFeed } from '../../../support/feed-server'
import type { LogPane, PaneRow } from '../../../support/log-pane'
import { type Seat, takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'

const MIB = 1024 * 1024
const DAY_MS = 86_400_000
const PROTO = `
syntax = "proto3";
package market.v1;
message Trade { string symbol = 1; double price = 2; }
message Other { bytes raw = 1; }
`

const messages = { types: ['text', 'binary'] as ('text' | 'binary')[] }
const decodings = (received: Partial<Decoding>) => plainConnection('', { decoding: { received } }).decoding
const decorOf = ({ decor }: PaneRow) => readDecor(decor)
/** As a window shows it: the label, and what is readable. */
const lineOf = (row: PaneRow) => {
  const { label = '', readable } = decorOf(row)
  return `${label} ${readable ?? row.text}`.trim()
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'feedscope-decoded-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function writeProto(): string {
  const path = join(folder(), 'trade.proto')
  writeFileSync(path, PROTO)
  return path
}

function encodeTrade(trade: object): Uint8Array {
  const type = protobuf.parse(PROTO).root.lookupType('market.v1.Trade')
  return type.encode(type.fromObject(trade)).finish()
}

async function open(received: Partial<Decoding> = {}, options?: EngineOptions) {
  const feed = await startFeed()
  const seat = takeSeat(options)
  const id = await seat.open(feed.url, { decoding: decodings(received) })
  const socket = await feed.socket()
  const log = await seat.watch({ kind: 'connection', id }, messages)
  const configure = (other: Partial<Decoding>) =>
    seat.call('connection.configure', { id, change: { decoding: decodings(other) } })
  return { seat, id, socket, log, configure }
}

async function listen(http: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return (http.address() as AddressInfo).port
}

/** What there was no time for in one tick comes with the next. */
const areRead = (rows: PaneRow[]) => rows.every(({ decor }) => decor !== '')
const untilRead = (log: LogPane, count: number) =>
  log.until((rows) => rows.length === count && areRead(rows), `${count} rows are there, and read`)
const untilCount = (log: LogPane, count: number) =>
  log.until((rows) => rows.length === count, `${count} rows are there`)

async function filtered(seat: Seat, id: number, text: string): Promise<LogPane> {
  const log = await seat.watch({ kind: 'connection', id }, { ...messages, text })
  await log.until((rows) => log.window.progress === 1 && areRead(rows), `“${text}” was asked of all`)
  return log
}

async function linesOf(seat: Seat, seriesId: number) {
  const now = Date.now()
  const span = { fromMs: now - DAY_MS, toMs: now + DAY_MS, widthPx: 10 }
  const { lines } = await seat.call('series.read', { seriesIds: [seriesId], ...span })
  return lines.map(({ key, last }) => [key, last])
}

/** What every encoding of the same four trades must come to. */
async function expectDecoded(seat: Seat, id: number, log: LogPane) {
  const trades = ['ACME 101.5', 'QUAD 7', 'ACME 99', 'GLOBEX 250']
  const shown = (rows: PaneRow[]) =>
    rows.map((row) => {
      const { symbol, price } = JSON.parse(decorOf(row).readable ?? row.text)
      return `${symbol} ${price}`
    })
  await untilRead(log, 4)
  expect(shown(log.rows)).toEqual(trades)

  expect(shown((await filtered(seat, id, '$.price > 100')).rows)).toEqual([trades[0], trades[3]])
  expect(shown((await filtered(seat, id, 'not $.price > 100')).rows)).toEqual([trades[1], trades[2]])
  expect(shown((await filtered(seat, id, '$ ~ quad or $.symbol == GLOBEX')).rows)).toEqual([trades[1], trades[3]])

  const colours = [{ filter: '$.price < 10', colour: 'red' as const }]
  await seat.call('log.decorate', { columns: [['symbol'], ['price']], colours })
  await log.until((rows) => rows.every((row) => decorOf(row).cells !== undefined), 'the cells have come')
  expect(log.rows.map((row) => decorOf(row).cells?.join(' '))).toEqual(trades)
  expect(log.rows.map((row) => decorOf(row).colour)).toEqual([undefined, 'red', undefined, undefined])

  const { id: series } = await seat.call('series.add', { connectionId: id, path: ['price'], keyPath: ['symbol'] })
  await until(async () => (await linesOf(seat, series)).length === 3, 'three symbols are drawn')
  expect(await linesOf(seat, series)).toEqual([
    ['ACME', 99],
    ['QUAD', 7],
    ['GLOBEX', 250],
  ])

  const seqs = log.rows.map(({ seq }) => seq)
  const earlier = await seat.call('frame.earlier', { seq: seqs[2] as number, path: ['symbol'] })
  expect(earlier).toEqual({ seq: seqs[0] })
  expect(await seat.call('frame.earlier', { seq: seqs[3] as number, path: ['symbol'] })).toEqual({ seq: undefined })
}

const trades = [
  { symbol: 'ACME', price: 101.5 },
  { symbol: 'QUAD', price: 7 },
  { symbol: 'ACME', price: 99 },
  { symbol: 'GLOBEX', price: 250 },
]

describe('a feed whose messages are no text is read, found, coloured, set in columns and drawn', () => {
  it('as MessagePack', async () => {
    const { seat, id, socket, log } = await open()
    for (const trade of trades) socket.send(encode(trade))
    await expectDecoded(seat, id, log)
  })

  it('as Protobuf by a type of a .proto file', async () => {
    const path = writeProto()
    const { seat, id, socket, log } = await open({
      format: 'protobuf',
      protoFiles: [path],
      protoType: 'market.v1.Trade',
    })
    expect(await seat.call('proto.types', { files: [path] })).toEqual({ types: ['market.v1.Other', 'market.v1.Trade'] })
    for (const trade of trades) socket.send(encodeTrade(trade))
    await expectDecoded(seat, id, log)
  })

  it('as JSON in gzip', async () => {
    const { seat, id, socket, log } = await open()
    for (const trade of trades) socket.send(gzipSync(JSON.stringify(trade)))
    await expectDecoded(seat, id, log)
  })

  it('as events of Socket.IO, each with its name', async () => {
    const http = createServer()
    const server = new Server(http, { transports: ['websocket'], serveClient: false })
    onTestFinished(() => void server.close())
    const port = await listen(http)
    const seat = takeSeat()
    const id = await seat.open(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`)
    server.on('connection', (socket) => {
      for (const trade of trades) socket.emit('trade', trade)
    })
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: '40' })
    const all = await seat.watch({ kind: 'connection', id }, messages)
    await all.until((rows) => rows.filter((row) => decorOf(row).label === 'EVENT trade').length === 4, 'four events')
    expect(all.rows.map((row) => decorOf(row).label).slice(0, 3)).toEqual(['open', 'CONNECT', 'CONNECT'])
    const log = await filtered(seat, id, '$.price')
    expect(lineOf(log.rows[0] as PaneRow)).toBe('EVENT trade {"symbol":"ACME","price":101.5}')
    await expectTradesOnly(seat, id, log)
  })

  it('as MQTT, also where its packets come in pieces', async () => {
    const broker = await Aedes.createBroker()
    const http = createServer()
    const acceptor = new WebSocketServer({ server: http, handleProtocols: () => 'mqtt' })
    acceptor.on('connection', (socket, request) => {
      const stream = createWebSocketStream(socket)
      stream.on('error', () => {})
      if (stream instanceof Duplex) broker.handle(stream, request)
    })
    onTestFinished(async () => {
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      acceptor.close()
      await new Promise((resolve) => http.close(resolve))
    })
    const seat = takeSeat()
    const id = await seat.open(`ws://127.0.0.1:${await listen(http)}`, { subprotocols: ['mqtt'] })
    const send = (packet: Packet) =>
      seat.call('frame.send', { connectionId: id, type: 'binary', payload: new Uint8Array(generate(packet)) })
    const all = await seat.watch({ kind: 'connection', id }, messages)
    await send({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: 'me', keepalive: 0 })
    await send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'trades/#', qos: 0 }] })
    await all.until((rows) => rows.some((row) => decorOf(row).label?.startsWith('SUBACK')), 'it is subscribed')
    for (const trade of trades) {
      // What cannot be taken for JSON as it stands, though it comes in a message of its own.
      const payload = Buffer.from(encode(trade))
      const packet = { cmd: 'publish', topic: `trades/${trade.symbol}`, payload, qos: 0, retain: false, dup: false }
      broker.publish(packet as Parameters<Aedes['publish']>[0], () => {})
    }
    const published = (rows: PaneRow[]) => rows.filter((row) => decorOf(row).label?.startsWith('PUBLISH'))
    await all.until((rows) => published(rows).length === 4, 'four are published')
    expect(published(all.rows).map(lineOf)[0]).toBe('PUBLISH trades/ACME {"symbol":"ACME","price":101.5}')
    expect(all.rows.map((row) => decorOf(row).label)).toContain('part of a packet')
    const log = await filtered(seat, id, '$.price')
    await expectTradesOnly(seat, id, log)
  })

  /** Rows of other kinds stand between them, so all is asked of a log of those alone. */
  async function expectTradesOnly(seat: Seat, id: number, log: LogPane) {
    await untilRead(log, 4)
    const prices = (pane: LogPane) => pane.rows.map((row) => JSON.parse(decorOf(row).readable as string).price)
    expect(prices(log)).toEqual([101.5, 7, 99, 250])
    expect(prices(await filtered(seat, id, '$.price > 100'))).toEqual([101.5, 250])
    expect(prices(await filtered(seat, id, '$.symbol and not $.price > 100'))).toEqual([7, 99])
    const colours = [{ filter: '$.price < 10', colour: 'red' as const }]
    await seat.call('log.decorate', { columns: [['symbol']], colours })
    await log.until((rows) => rows.every((row) => decorOf(row).cells !== undefined), 'the cells have come')
    expect(log.rows.map((row) => [decorOf(row).cells?.[0], decorOf(row).colour])).toEqual([
      ['ACME', undefined],
      ['QUAD', 'red'],
      ['ACME', undefined],
      ['GLOBEX', undefined],
    ])
    const { id: series } = await seat.call('series.add', { connectionId: id, path: ['price'], keyPath: ['symbol'] })
    await until(async () => (await linesOf(seat, series)).length === 3, 'three symbols are drawn')
    const seqs = log.rows.map(({ seq }) => seq)
    expect(await seat.call('frame.earlier', { seq: seqs[2] as number, path: ['symbol'] })).toEqual({ seq: seqs[0] })
  }
})

describe('decoded messages on disk', () => {
  it('are filtered by their fields as those in memory', async () => {
    const COUNT = 600
    const limits = { memoryBytes: 16 * MIB, diskBytes: 1_000 * MIB, whenDiskIsSlow: 'hold-back' as const }
    const { seat, id, socket } = await open({}, { storage: { folder: folder(), limits } })
    const received = async () => (await seat.call('connection.health', { id })).counters.received
    for (let price = 0; price < COUNT; price++) {
      socket.send(encode({ price, padding: 'x'.repeat(60_000) }))
      if (price % 100 === 99) await until(async () => (await received()) === price + 1, `${price} has come`)
    }
    const log = await filtered(seat, id, '$.price < 3')
    await untilRead(log, 3)
    expect((await filtered(seat, id, 'not $.price >= 2')).rows.map(({ seq }) => seq)).toEqual(
      log.rows.slice(0, 2).map(({ seq }) => seq),
    )
    expect(log.rows.map((row) => decorOf(row).readable?.slice(0, 12))).toEqual(
      [0, 1, 2].map((price) => `{"price":${price},"`),
    )
  })
})

describe('a connection that is told to decode in another way', () => {
  it('has its rows read anew at once, those that a filter leaves, and its charts', async () => {
    const path = writeProto()
    const { seat, id, socket, log, configure } = await open({ format: 'protobuf' })
    const dear = await filtered(seat, id, '$.price > 100')
    const { id: series } = await seat.call('series.add', { connectionId: id, path: ['price'] })
    for (const trade of trades) socket.send(encodeTrade(trade))
    await untilCount(log, 4)
    expect(decorOf(log.rows[1] as PaneRow).readable).toMatch(/^{"1":"QUAD","2":/)
    expect([dear.rows, await linesOf(seat, series)]).toEqual([[], []])

    await configure({ format: 'protobuf', protoFiles: [path], protoType: 'market.v1.Trade' })
    await log.until((rows) => lineOf(rows[1] as PaneRow) === '{"symbol":"QUAD","price":7}', 'rows have names')
    await untilCount(dear, 2)
    await until(async () => (await linesOf(seat, series))[0]?.[1] === 250, 'the chart has its prices')

    await configure({ format: 'text' })
    await untilCount(dear, 0)
    await until(async () => (await linesOf(seat, series)).length === 0, 'the chart is empty')
  })

  it('says in the row why a message cannot be read, and shows its bytes', async () => {
    const { seat, socket, log, configure } = await open({ format: 'msgpack' })
    socket.send(Buffer.of(0xc1, 1, 2, 3))
    socket.send('text between them')
    socket.send(gzipSync(Buffer.of(0xc1)))
    await log.until((rows) => rows.length === 3 && rows[2]?.decor !== '', 'all are read')
    const [broken, text] = log.rows.map(decorOf)
    expect(broken).toEqual({ problem: expect.stringMatching(/^[A-Z].*\.$/) })
    expect(text).toEqual({})
    expect(log.rows[2] && decorOf(log.rows[2])).toEqual({ problem: broken?.problem })
    const decoded = await seat.call('frame.decode', { seq: log.rows[0]?.seq as number })
    expect(decoded.problem?.message).toBe(broken?.problem)
    await configure({ format: 'protobuf', protoFiles: ['/there/is/none.proto'], protoType: 'A' })
    await log.until((rows) => decorOf(rows[0] as PaneRow).problem?.includes('none.proto'), 'the file is named')
    await configure({ framing: 'socket.io' })
    await log.until((rows) => decorOf(rows[1] as PaneRow).problem?.includes('Socket.IO'), 'the text is none either')
    expect(lineOf(log.rows[1] as PaneRow)).toBe('text between them')
  })

  it('has the rows of a .proto file that was mended read anew once its messages are asked for', async () => {
    const path = writeProto()
    writeFileSync(path, 'nonsense')
    const { seat, socket, log } = await open({ format: 'protobuf', protoFiles: [path], protoType: 'market.v1.Trade' })
    socket.send(encodeTrade(trades[0] as object))
    await log.until((rows) => rows.length === 1 && decorOf(rows[0] as PaneRow).problem, 'it cannot be read')
    writeFileSync(path, PROTO)
    await seat.call('proto.types', { files: [path] })
    await log.until((rows) => lineOf(rows[0] as PaneRow) === '{"symbol":"ACME","price":101.5}', 'it is read')
  })
})

describe('a row', () => {
  it('of plain JSON or text has nothing besides its frame', async () => {
    const { seat, socket, log } = await open()
    for (const text of ['{"price":1}', '[1]', 'hello', 'HELLO', '']) socket.send(text)
    socket.send(Buffer.of(0, 1, 2, 3))
    await untilCount(log, 6)
    await seat.call('log.decorate', { columns: [], colours: [] })
    expect(log.rows.map(({ decor }) => decor)).toEqual(['', '', '', '', '', ''])
  })

  it('has labels and texts of bounded length whatever is sent, cut between characters', async () => {
    const { socket, log } = await open({ framing: 'socket.io' })
    socket.send(`42["\\u0000\\u202e${'😀'.repeat(5_000)}","a${'😀'.repeat(5_000)}"]`)
    socket.send(`42["spaces","${' '.repeat(361)}a${'😀'.repeat(100)}"]`)
    await untilCount(log, 2)
    for (const row of log.rows) {
      const { label = '', readable = '' } = decorOf(row)
      expect(Buffer.byteLength(label)).toBeLessThanOrEqual(120)
      expect(Buffer.byteLength(readable)).toBeLessThanOrEqual(200)
      expect(readable.endsWith('…')).toBe(true)
      expect(`${label}${readable}`).not.toMatch(
        /\ufffd|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
      )
    }
  })

  it('has cells cut between characters', async () => {
    const { seat, socket, log } = await open()
    socket.send(JSON.stringify({ a: '😀'.repeat(500) }))
    await seat.call('log.decorate', { columns: [['a']], colours: [] })
    await log.until((rows) => rows.length === 1 && decorOf(rows[0] as PaneRow).cells, 'the cell has come')
    expect(decorOf(log.rows[0] as PaneRow).cells).toEqual([`${'😀'.repeat(99)}…`])
  })
})
