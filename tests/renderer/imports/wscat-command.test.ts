import { expect, test } from 'vitest'
import { readWscat } from '../../../src/renderer/src/features/imports/wscat-command'

test('all that wscat is told of a connection is read', () => {
  const result = readWscat(
    `npx -y wscat@6 -c localhost:8080/feed -H 'X-A: 1' -H x-b:2 --auth me:pw -s v2 -s v1 -o https://o.example ` +
      `--ca /ca.pem --cert /c.pem --key /k.pem --passphrase pp --host h.example -x '{"subscribe":"a"}' -x two -P -L --proxy p.example:3128`,
  )
  expect(result).toMatchObject({
    ok: true,
    value: {
      notes: [],
      connections: [
        {
          url: 'ws://localhost:8080/feed',
          headers: [
            ['X-A', '1'],
            ['x-b', '2'],
            ['Host', 'h.example'],
          ],
          auth: { kind: 'basic', user: 'me', password: 'pw' },
          subprotocols: ['v2', 'v1'],
          origin: 'https://o.example',
          tls: {
            caFile: '/ca.pem',
            clientCertificate: { kind: 'pem', certificateFile: '/c.pem', keyFile: '/k.pem', passphrase: 'pp' },
          },
          onOpen: [{ type: 'text', message: '{"subscribe":"a"}' }, { message: 'two' }],
          redirectsMax: 10,
          network: { proxy: { kind: 'server', url: 'http://p.example:3128' } },
        },
      ],
    },
  })
})

test('what is done otherwise here is said', () => {
  const result = readWscat('wscat --connect wss://a.example -n -w 3 -p 8 --slash --what')
  const notes = result.ok ? result.value.notes.join('\n') : ''
  expect(notes).toMatch(/pin the one you see/)
  expect(notes).toMatch(/stays open/)
  expect(notes).toMatch(/Version 8/)
  expect(notes).toMatch(/--slash/)
  expect(notes).toMatch(/--what is not known/)
  expect(result.ok && result.value.connections[0]?.redirectsMax).toBe(0)
})

test('a wscat that listens is a server, and is told so', () => {
  expect(readWscat('wscat -l 9000')).toEqual({
    ok: false,
    problem: 'This wscat is a server. Begin one on port 9000 by New server.',
  })
  expect(readWscat('wscat -n')).toMatchObject({ ok: false, problem: expect.stringContaining('behind -c') })
})
