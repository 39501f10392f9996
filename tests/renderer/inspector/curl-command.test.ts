import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curlCommand } from '../../../src/renderer/src/features/inspector/curl-command'
import type { Handshake } from '../../../src/shared/protocol/handshake'

function handshakeWith(requestHeaders: Handshake['requestHeaders']): Handshake {
  const requestLine = "GET /feed?name=O'Hara&$x"
  return { requestLine, requestHeaders, subprotocol: '', extensions: '', timing: { startedAtMs: 0 } }
}

/** What a shell makes of it. */
function wordsOf(command: string): string[] {
  const script = `curl() { printf '%s\\n' "$@"; }\n${command}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n')
}

describe.skipIf(process.platform === 'win32')('a handshake as a command for curl', () => {
  it('has every header as it was, and the address of the request', () => {
    const headers: Handshake['requestHeaders'] = [
      ['Host', 'feeds.example:8443'],
      ['X-Quote', `it's "$HOME" \\ and \`date\``],
      ['X-Empty', ''],
    ]
    expect(wordsOf(curlCommand(handshakeWith(headers), 'wss://other.example/'))).toEqual([
      '--include',
      '--no-buffer',
      '--http1.1',
      '--header',
      `X-Quote: it's "$HOME" \\ and \`date\``,
      '--header',
      'X-Empty;',
      "https://feeds.example:8443/feed?name=O'Hara&$x",
    ])
  })

  it('takes the host of the connection where no header has it, without its password', () => {
    expect(wordsOf(curlCommand(handshakeWith([]), 'ws://me:secret@localhost:9000/x')).at(-1)).toBe(
      "http://localhost:9000/feed?name=O'Hara&$x",
    )
  })
})
