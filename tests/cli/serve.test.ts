import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { writeServerFile } from '../../src/shared/protocol/server-file'
import { plainServer } from '../../src/shared/protocol/server-settings'
import { CliProcess } from '../support/cli-process'
import { dialRaw } from '../support/raw-peer'
import { until } from '../support/until'

const MIB = 1024 * 1024

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url)
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  return socket
}

async function ask(socket: WebSocket, message: string): Promise<string> {
  const answer = once(socket, 'message')
  socket.send(message)
  return String((await answer)[0])
}

function temporaryFile(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

describe('feedscope serve', () => {
  it('prints one line when it listens, and serves echo unless told otherwise', async () => {
    const cli = await CliProcess.serve()
    expect(await ask(await open(cli.url), 'hello')).toBe('hello')
    cli.child.kill('SIGTERM')
    expect(await cli.end()).toBe(0)
    expect(cli.output).toBe(`listening on ${cli.url}\n`)
    expect(cli.complaint).toBe('')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('closes its clients with 1001 at %s, and ends well', async (signal) => {
    const cli = await CliProcess.serve(['--json'])
    const sockets = await Promise.all([open(cli.url), open(cli.url)])
    const closes = sockets.map((socket) => once(socket, 'close'))
    cli.child.kill(signal)
    expect(await cli.end()).toBe(0)
    for (const close of closes) expect((await close)[0]).toBe(1001)
    expect(cli.named('close').filter(({ direction }) => direction === 'sent')).toHaveLength(2)
    expect(cli.events.at(-1)).toMatchObject({ event: 'note', text: 'Stopped' })
  })

  it('waits for nobody after a second signal', async () => {
    const cli = await CliProcess.serve(['--json'])
    const peer = await dialRaw(Number(new URL(cli.url).port))
    peer.requestUpgrade()
    await peer.head()
    cli.child.kill('SIGTERM')
    // The close frame came, and is not answered.
    await until(() => peer.frames.length > 0, 'a close frame has come')
    cli.child.kill('SIGTERM')
    expect(await cli.end()).toBe(0)
    expect(cli.output).not.toContain('Stopped')
  })

  it('ends quietly when nobody reads its lines any more', async () => {
    const cli = await CliProcess.serve(['--json'])
    const socket = await open(cli.url)
    const close = once(socket, 'close')
    cli.child.stdout.destroy()
    socket.send('to nobody')
    expect((await close)[0]).toBe(1001)
    await cli.wait(() => cli.child.exitCode !== null, 'it has ended')
    expect(cli.child.exitCode).toBe(0)
    expect(cli.complaint).toBe('')
  })
})

describe('the events of --json', () => {
  it('tell every row of a session, in order', async () => {
    const cli = await CliProcess.serve(['--json'])
    const socket = await open(cli.url)
    expect(await ask(socket, 'héllo')).toBe('héllo')
    const echoed = once(socket, 'message')
    socket.send(Buffer.from([0, 255]))
    await echoed
    const pong = once(socket, 'pong')
    socket.ping('are you there')
    await pong
    socket.close(4001, 'enough')
    await once(socket, 'close')
    await cli.wait(() => cli.named('close').length === 2, 'both close frames are told')
    cli.child.kill('SIGTERM')
    await cli.end()

    const [listening, ...rows] = cli.events
    expect(listening).toEqual({ event: 'listening', url: cli.url, urls: expect.arrayContaining([cli.url]) })
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, at) => at + 1))
    const [first, opened] = rows
    expect(first).toMatchObject({ event: 'note', client: null, text: `Listening on ${cli.url}`, marked: false })
    const client = opened?.client
    expect(opened).toMatchObject({ event: 'open', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) })
    const strip = ({ seq: _, timeMs, ...event }: (typeof rows)[number]) => {
      expect(Math.abs((timeMs as number) - Date.now())).toBeLessThan(60_000)
      return event
    }
    const message = { event: 'message', client, type: 'text', byteLength: 6, text: 'héllo' }
    const binary = { event: 'message', client, type: 'binary', byteLength: 2, base64: 'AP8=' }
    const beat = { client, byteLength: 13, text: 'are you there' }
    const close = { event: 'close', client, closeCode: 4001, reason: 'enough' }
    expect(rows.slice(2, -1).map(strip)).toEqual([
      { ...message, direction: 'received' },
      { ...message, direction: 'sent' },
      { ...binary, direction: 'received' },
      { ...binary, direction: 'sent' },
      { ...beat, event: 'ping', direction: 'received' },
      { ...beat, event: 'pong', direction: 'sent' },
      { ...close, direction: 'received' },
      { ...close, direction: 'sent' },
    ])
  })

  it('miss none of 5,000 messages', async () => {
    const cli = await CliProcess.serve(['--json'])
    const socket = await open(cli.url)
    const texts = Array.from({ length: 5_000 }, (_, at) => `message ${at}`)
    let echoes = 0
    socket.on('message', () => echoes++)
    for (const text of texts) socket.send(text)
    await until(() => echoes === texts.length, 'all have come back', 15_000)
    cli.child.kill('SIGTERM')
    expect(await cli.end()).toBe(0)
    const told = (direction: string) =>
      cli.named('message').flatMap((each) => (each.direction === direction ? [each.text] : []))
    expect(told('received')).toEqual(texts)
    expect(told('sent')).toEqual(texts)
    expect(cli.named('missed')).toEqual([])
    const seqs = cli.events.slice(1).map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.map((_, at) => at + 1))
  })

  it('tell where each client came from, be it gone at once', async () => {
    const cli = await CliProcess.serve(['--json'])
    const addresses = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = await open(cli.url)
        const { localPort } = (socket as unknown as { _socket: { localPort: number } })._socket
        socket.terminate()
        return `127.0.0.1:${localPort}`
      }),
    )
    cli.child.kill('SIGTERM')
    await cli.end()
    const opens = cli.named('open')
    expect(opens.map(({ address }) => address).sort()).toEqual(addresses.sort())
    expect(new Set(opens.map(({ client }) => client)).size).toBe(200)
  })

  it('bring no control character to a terminal', async () => {
    const cli = await CliProcess.serve(['--json'])
    const hostile = '\u001b[2J\u009b31m\u0007\u007f\r\u202e\u2028 end'
    await ask(await open(cli.url), hostile)
    await cli.wait(() => cli.named('message').length === 2, 'both rows are told')
    expect(cli.output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e]/u)
    expect(cli.named('message')[0]?.text).toBe(hostile)
  })

  it('wait in the store for a slow reader, which is told how many it missed', async () => {
    const cli = await CliProcess.serve(['--json', '--behaviour', 'silent'])
    cli.child.stdout.pause()
    const socket = await open(cli.url)
    const payload = 'x'.repeat(MIB)
    const sentCount = 120
    for (let sent = 0; sent < sentCount; sent++) socket.send(payload)
    // It goes on serving whoever reads it or not.
    socket.ping()
    await once(socket, 'pong')
    let tail = ''
    cli.child.stdout.on('data', (text) => {
      tail = (tail + text).slice(-1_000)
    })
    socket.close()
    await once(socket, 'close')
    cli.child.stdout.resume()
    await cli.wait(() => tail.includes('"event":"close"'), 'it has caught up')
    cli.child.kill('SIGTERM')
    await cli.end()
    const [, ...rows] = cli.events
    const missed = rows.reduce((sum, { event, count }) => (event === 'missed' ? sum + (count as number) : sum), 0)
    expect(missed).toBeGreaterThan(sentCount / 3)
    expect(rows.at(-1)?.seq).toBe(missed + rows.filter(({ event }) => event !== 'missed').length)
    expect(rows.filter(({ event }) => event === 'open')).toHaveLength(1)
  }, 30_000)
})

describe('a file that the app exported', () => {
  it('runs unchanged, and flags win over it', async () => {
    const settings = plainServer({ behaviour: 'hello', port: 0, limits: { connections: 5 } })
    const file = temporaryFile('lab.json', writeServerFile(settings))
    const cli = await CliProcess.run(['serve', '--config', file])
    const url = await cli.wait(() => /ws:\/\/\S+/.exec(cli.output)?.[0], 'it listens')
    expect(await ask(await open(url), 'anybody there?')).toBe('Hello Client!')

    const echo = await CliProcess.serve(['--config', file, '--behaviour', 'echo'])
    expect(await ask(await open(echo.url), 'mine')).toBe('mine')
  })

  it('has its secrets read from the environment', async () => {
    const users = [{ name: 'anna', secret: 'canary' }]
    const file = temporaryFile('lab.json', writeServerFile(plainServer({ auth: { kind: 'bearer', users } })))
    const without = await CliProcess.run(['serve', '--config', file], { FEEDSCOPE_SECRET_ANNA: '' })
    expect(await without.end()).toBe(2)
    expect(without.complaint).toBe(
      'The secret of the user anna is read from the environment variable FEEDSCOPE_SECRET_ANNA, which is empty. Set it, then start again.\n',
    )
    await CliProcess.serve(['--config', file], { FEEDSCOPE_SECRET_ANNA: 'secret' })
  })

  it('is refused with the field that is wrong', async () => {
    const file = temporaryFile('lab.json', '{"feedscope":"server","version":1,"limits":{"connections":0}}')
    const cli = await CliProcess.run(['serve', '--config', file])
    expect(await cli.end()).toBe(2)
    expect(cli.complaint).toBe(
      `--config ${file}: limits.connections is 0; it must be a whole number from 1 to 100000.\n`,
    )
  })
})

describe('what cannot be done', () => {
  it.each([
    ['serv', 'There is no command serv. Did you mean serve?'],
    ['serve --prot 1', 'There is no option --prot. Did you mean --port?'],
    ['serve --port 99999', '--port is 99999; it must be a whole number from 0 to 65535.'],
    ['serve --option pace=1', 'ERR_OPTION_INVALID: There is no option named "pace"; there are none here.'],
    ['serve --schema nowhere.json', /^--schema nowhere\.json could not be read: there is no such file\./],
  ])('%s ends with 2 and a sentence', async (line, sentence) => {
    const cli = await CliProcess.run(line.split(' '))
    expect(await cli.end()).toBe(2)
    expect(cli.output).toBe('')
    if (typeof sentence === 'string') expect(cli.complaint).toBe(`${sentence}\n`)
    else expect(cli.complaint).toMatch(sentence)
  })

  it('a port in use ends with 1 and its code', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const cli = await CliProcess.run(['serve', '--port', String(port)])
    expect(await cli.end()).toBe(1)
    expect(cli.output).toBe('')
    expect(cli.complaint).toMatch(
      new RegExp(`^ERR_PORT_IN_USE: Port ${port} is already in use\\. Port \\d+ is free\\.\n$`),
    )
  })

  it('needs no server to say what there is', async () => {
    const [help, version] = await Promise.all([CliProcess.run(['serve', '--help']), CliProcess.run(['--version'])])
    expect([await help.end(), await version.end()]).toEqual([0, 0])
    expect(help.output).toContain('--max-connections')
    expect(version.output).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.skipIf(process.platform === 'win32')('is not for want of the right to be run', async () => {
    const cli = await CliProcess.run(['--version'])
    await cli.end()
    expect(statSync(cli.child.spawnargs[1] as string).mode & 0o111).toBe(0o111)
  })
})
