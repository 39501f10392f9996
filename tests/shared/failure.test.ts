import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { errorCodes, fail, ok } from '../../src/shared/failure'

const root = fileURLToPath(new URL('../../', import.meta.url))
const documented = readFileSync(`${root}docs/errors.md`, 'utf8')
/** Rows of the tables: | `ERR_…` | when | what to do | */
const rows = [...documented.matchAll(/^\| `(ERR_[A-Z0-9_]+)` \| (.+?) \| (.+?) \|$/gm)]

describe('error codes', () => {
  it('stand in docs/errors.md, every one, once, in the order of the code, and no other', () => {
    expect(rows.map(([, code]) => code)).toEqual([...errorCodes])
  })

  it('are said there to come when, and what to do then', () => {
    for (const [, code, when, remedy] of rows) {
      expect(when?.trim().length, `${code}: when`).toBeGreaterThan(10)
      expect(remedy?.trim().length, `${code}: what to do`).toBeGreaterThan(10)
    }
  })

  it('are all in use', () => {
    const source = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('shared/failure.ts'))
      .map((file) => readFileSync(`${root}src/${file}`, 'utf8'))
      .join('\n')
    expect(errorCodes.filter((code) => !source.includes(code))).toEqual([])
  })

  it('are all that the code speaks of', () => {
    const known = new Set<string>(errorCodes)
    // Codes of Node and of ws, which we read and never give.
    const foreign = /^ERR_(TLS_CERT_ALTNAME_INVALID|SSL_|TLS_$|HTTP_)/
    const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx?$/.test(file),
    )
    for (const file of files) {
      for (const [code] of readFileSync(`${root}src/${file}`, 'utf8').matchAll(/(?<![A-Z_])ERR_[A-Z0-9_]+/g)) {
        expect(known.has(code) || foreign.test(code), `${code} in ${file}`).toBe(true)
      }
    }
  })
})

describe('a result', () => {
  it('is a value or a failure', () => {
    expect(ok(1)).toEqual({ ok: true, value: 1 })
    expect(fail('ERR_DNS', 'No.')).toEqual({ ok: false, error: { code: 'ERR_DNS', message: 'No.' } })
    expect(fail('ERR_PORT_IN_USE', 'No.', { suggestedPort: 5 }).error.suggestedPort).toBe(5)
  })
})
