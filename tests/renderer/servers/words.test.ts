/** The small decisions: addresses, lists, users, and how a client proves himself. */
import { describe, expect, test } from 'vitest'
import { accessExample, expectedUrl } from '../../../src/renderer/src/features/servers/access-example'
import { shortFingerprint, splitAddresses } from '../../../src/renderer/src/features/servers/address'
import {
  hostFor,
  isBeyondThisComputer,
  listeningChoices,
  listeningOf,
  splitList,
} from '../../../src/renderer/src/features/servers/listening'
import { nameProblem } from '../../../src/renderer/src/features/servers/user'
import { plainServer } from '../../../src/shared/protocol/server-settings'

describe('where a server listens', () => {
  test('each choice stands for a host that is that choice', () => {
    for (const choice of listeningChoices) expect(listeningOf(hostFor(choice))).toBe(choice)
    expect(listeningOf('::')).toBe('All addresses')
  })

  test('only loopback stays on this computer', () => {
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) expect(isBeyondThisComputer(host)).toBe(false)
    for (const host of ['0.0.0.0', '::', '192.168.1.5', '10.0.0.1']) expect(isBeyondThisComputer(host)).toBe(true)
  })

  test('a typed list is split at commas, blanks and lines, each entry once', () => {
    expect(splitList(' https://a.example,\n https://b.example  https://a.example,, ')).toEqual([
      'https://a.example',
      'https://b.example',
    ])
  })
})

describe('the address line', () => {
  test('shows the first of each scheme and puts the others away', () => {
    expect(splitAddresses(['wss://localhost:1', 'ws://localhost:1', 'wss://10.0.0.1:1', 'ws://10.0.0.1:1'])).toEqual({
      shown: ['wss://localhost:1', 'ws://localhost:1'],
      rest: ['wss://10.0.0.1:1', 'ws://10.0.0.1:1'],
    })
  })

  test('shortens a fingerprint to both its ends', () => {
    const long = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0').toUpperCase()).join(':')
    expect(shortFingerprint(long)).toBe('00:01:02:03…1E:1F')
    expect(shortFingerprint('AB:CD')).toBe('AB:CD')
  })
})

describe('how a client proves who it is', () => {
  const auth = (given: NonNullable<Parameters<typeof plainServer>[0]>['auth']) => plainServer({ auth: given }).auth

  test('without a proof there is nothing to copy', () => {
    expect(accessExample(auth({}), 'ws://localhost:1').command).toBeUndefined()
  })

  test('a ticket is asked for over HTTP, with TLS where the server has it', () => {
    const users = [{ name: 'alice', secret: 'canary' }]
    const plain = accessExample(auth({ kind: 'ticket', users, ticketSeconds: 12 }), 'ws://127.0.0.1:8080')
    expect(plain.command).toBe('curl -X POST -u alice:SECRET http://127.0.0.1:8080/auth')
    expect(plain.sentence).toContain('within 12 s')
    expect(accessExample(auth({ kind: 'ticket' }), 'wss://localhost:1').command).toBe(
      'curl --cacert ca.pem -X POST -u NAME:SECRET https://localhost:1/auth',
    )
  })

  test('no secret is in an example, and a name cannot leave its quotes', () => {
    for (const kind of ['basic', 'bearer', 'query', 'ticket'] as const) {
      const users = [{ name: `al'; rm -rf ~`, secret: 'canary' }]
      const { command = '' } = accessExample(auth({ kind, users }), 'ws://localhost:1')
      expect(command).not.toContain('canary')
      if (command.includes('-u ')) expect(command).toContain(`-u 'al'\\''; rm -rf ~:SECRET'`)
    }
  })

  test('a server that is stopped is shown where it would be', () => {
    expect(expectedUrl({ host: '0.0.0.0', port: 0, isTls: true })).toBe('wss://localhost:PORT')
    expect(expectedUrl({ host: '::1', port: 9, isTls: false })).toBe('ws://[::1]:9')
  })
})

test('a user has a name of his own without a colon', () => {
  const others = [{ name: 'alice', secret: '', may: 'publish' as const }]
  expect(nameProblem('bob', others)).toBeUndefined()
  for (const name of ['', 'a:b', 'alice']) expect(nameProblem(name, others)).toMatch(/\.$/)
})
