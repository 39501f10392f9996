/** What rows show besides their frames, as a window gets it. */
import { describe, expect, it } from 'vitest'
import { readDecor } from '../../../../src/shared/ipc/row-decor'
import { startFeed } from '../../../support/feed-server'
import type { LogPane } from '../../../support/log-pane'
import { takeSeat } from '../../../support/seat'

async function openLog() {
  const seat = takeSeat()
  const feed = await startFeed()
  const id = await seat.open(feed.url)
  const socket = await feed.socket()
  const log = await seat.watch({ kind: 'connection', id }, { types: ['text', 'binary'] })
  return { seat, socket, log }
}

const decors = (log: LogPane) => log.rows.map(({ decor }) => readDecor(decor))

describe('the rows of a log', () => {
  it('have nothing besides their frames unless it is asked for', async () => {
    const { socket, log } = await openLog()
    socket.send('{"price":1}')
    await log.untilLine('received text: {"price":1}')
    expect(log.rows.map(({ decor }) => decor)).toEqual([''])
  })

  it('have a cell for each column, empty where the message has no such field, and lose them again', async () => {
    const { seat, socket, log } = await openLog()
    for (const text of ['{"symbol":"ACME","items":[{"price":1.5}]}', 'no JSON', '{"symbol":null}']) socket.send(text)
    socket.send(Buffer.from('{"symbol":"binary"}'))
    await log.until((rows) => rows.length === 4, 'all are there')
    const columns = [['symbol'], ['items', 0, 'price'], ['items']]
    await seat.call('log.decorate', { columns, colours: [] })
    await log.until(() => decors(log)[0]?.cells !== undefined, 'the cells have come')
    expect(decors(log).map(({ cells }) => cells)).toEqual([
      ['ACME', '1.5', '[{"price":1.5}]'],
      undefined,
      ['null', '', ''],
      ['binary', '', ''],
    ])
    await seat.call('log.decorate', { columns: [], colours: [] })
    await log.until(() => decors(log).every(({ cells }) => cells === undefined), 'they are gone')
  })

  it('have the colour of the first rule that matches', async () => {
    const { seat, socket, log } = await openLog()
    for (const text of ['{"level":"error"}', '{"level":"info"}', 'an error in text']) socket.send(text)
    await log.until((rows) => rows.length === 3, 'all are there')
    const colours = [
      { filter: '$.level == "error"', colour: 'red' as const },
      { filter: 'error', colour: 'yellow' as const },
    ]
    await seat.call('log.decorate', { columns: [], colours })
    await log.until(() => decors(log)[0]?.colour !== undefined, 'the colours have come')
    expect(decors(log).map(({ colour }) => colour)).toEqual(['red', undefined, 'yellow'])
  })

  it('keep their colours when a rule cannot be read', async () => {
    const { seat, socket, log } = await openLog()
    socket.send('red')
    await seat.call('log.decorate', { columns: [], colours: [{ filter: 'red', colour: 'red' }] })
    await log.until(() => decors(log)[0]?.colour === 'red', 'the colour has come')
    const wrong = { columns: [], colours: [{ filter: '/(/', colour: 'blue' as const }] }
    expect((await seat.refusal('log.decorate', wrong)).code).toBe('ERR_FILTER_INVALID')
    socket.send('red again')
    await log.until((rows) => rows.length === 2, 'the next is there')
    expect(decors(log).map(({ colour }) => colour)).toEqual(['red', 'red'])
  })

  it('cut a cell that is longer than any column, and take a message that is too large for none', async () => {
    const { seat, socket, log } = await openLog()
    await seat.call('log.decorate', { columns: [['a']], colours: [] })
    socket.send(JSON.stringify({ a: 'x'.repeat(5_000) }))
    socket.send(JSON.stringify({ a: 'short', b: 'x'.repeat(1024 * 1024) }))
    await log.until((rows) => rows.length === 2, 'both are there')
    expect(decors(log)[0]?.cells?.[0]).toHaveLength(200)
    expect(decors(log)[1]).toEqual({})
  })
})

describe('a bookmark', () => {
  it('is in the list, on its row and in the workspace, until it is removed', async () => {
    const { seat, socket, log } = await openLog()
    socket.send('first')
    socket.send('second')
    await log.until((rows) => rows.length === 2, 'both are there')
    const [first, second] = log.rows.map(({ seq }) => seq) as [number, number]
    await seat.call('bookmark.set', { seq: second, note: 'odd' })
    await seat.call('bookmark.set', { seq: first })
    await log.until(() => decors(log).every(({ note }) => note !== undefined), 'the marks have come')
    expect(decors(log).map(({ note }) => note)).toEqual(['', 'odd'])
    const { bookmarks } = await seat.call('workspace.read', {})
    expect(bookmarks.map(({ seq, note, preview }) => [seq, note, Buffer.from(preview).toString()])).toEqual([
      [first, '', 'first'],
      [second, 'odd', 'second'],
    ])
    await seat.call('bookmark.set', { seq: second, note: 'not so odd' })
    await seat.call('bookmark.remove', { seq: first })
    await log.until(() => decors(log)[0]?.note === undefined, 'the first is gone')
    expect((await seat.call('workspace.read', {})).bookmarks).toMatchObject([{ seq: second, note: 'not so odd' }])
    expect(seat.pushed).toContain('bookmarks.changed')
  })

  it('needs a row that is stored', async () => {
    const { seat } = await openLog()
    expect((await seat.refusal('bookmark.set', { seq: 1_000 })).code).toBe('ERR_NOT_FOUND')
  })
})
