import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import protobuf from 'protobufjs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { decoding } from '../decoding'

const trade = `
syntax = "proto3";
package market.v1;
import "market/v1/side.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";
import "google/protobuf/any.proto";
message Trade {
  string symbol = 1;
  double price = 2;
  int64 id = 3;
  Side side = 4;
  repeated sint32 deltas = 5;
  map<string, float> levels = 6;
  google.protobuf.Timestamp at = 7;
  google.protobuf.Duration took = 8;
  google.protobuf.Struct more = 9;
  google.protobuf.StringValue note = 10;
  bytes raw = 11;
  repeated Leg legs = 12;
  google.protobuf.Any any = 13;
  bool isTest = 14;
  fixed64 big = 15;
  message Leg { uint32 quantity = 1; Trade of = 2; }
}
`
const side = 'syntax = "proto3"; package market.v1; enum Side { UNKNOWN = 0; BUY = 1; SELL = 2; }'

/** Files in a folder of the test's own. @returns their paths */
function write(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-proto-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  })
}

function market() {
  const [file] = write({ 'market/v1/trade.proto': trade, 'market/v1/side.proto': side }) as [string]
  const type = protobuf.parse(trade.replace(/import "market.*\n/, ''), new protobuf.Root(), { keepCase: true }).root
  protobuf.parse(side, type)
  for (const name of ['timestamp', 'duration', 'struct', 'wrappers', 'any']) {
    const { nested } = protobuf.common.get(`google/protobuf/${name}.proto`) ?? {}
    if (nested !== undefined) type.addJSON(nested)
  }
  const message = type.lookupType('market.v1.Trade')
  const encode = (value: object) => message.encode(message.fromObject(value)).finish()
  return { file, encode, chosen: decoding({ format: 'protobuf', protoFiles: [file], protoType: 'market.v1.Trade' }) }
}

describe('Protobuf', () => {
  it('reads what the library writes, by the names of its .proto file and the files it imports', () => {
    const { encode, chosen } = market()
    const bytes = encode({
      symbol: 'ACME',
      price: 101.5,
      id: '1234567890123456789',
      side: 'SELL',
      deltas: [1, -2, 300],
      levels: { bid: 0.1, ask: 2 },
      at: { seconds: 1_770_091_506, nanos: 789_000_000 },
      took: { seconds: 1, nanos: 500_000_000 },
      more: {
        fields: { a: { numberValue: 1 }, b: { listValue: { values: [{ boolValue: true }, { nullValue: 0 }] } } },
      },
      note: { value: 'hello' },
      raw: Buffer.of(0, 255),
      legs: [{ quantity: 4_294_967_295, of: { symbol: 'X' } }, {}],
      isTest: true,
      big: '18446744073709551615',
    })
    expect(chosen.value(bytes)).toEqual({
      symbol: 'ACME',
      price: 101.5,
      id: '1234567890123456789',
      side: 'SELL',
      deltas: [1, -2, 300],
      levels: { bid: 0.1, ask: 2 },
      at: '2026-02-03T04:05:06.789Z',
      took: '1.5s',
      more: { a: 1, b: [true, null] },
      note: 'hello',
      raw: '0x00ff',
      legs: [{ quantity: 4_294_967_295, of: { symbol: 'X' } }, {}],
      isTest: true,
      big: '18446744073709551615',
    })
    expect(chosen.jsonOf(bytes)).toMatchObject({ price: 101.5 })
    expect(chosen.decode(bytes).layers).toEqual(['Protobuf'])
  })

  it('reads what an Any holds where its type is known', () => {
    const { encode, chosen } = market()
    const value = encode({ symbol: 'ACME' })
    const any = { type_url: 'type.googleapis.com/market.v1.Trade', value }
    expect(chosen.value(encode({ any }))).toEqual({
      any: { '@type': 'type.googleapis.com/market.v1.Trade', symbol: 'ACME' },
    })
  })

  it('lists the messages there are to choose from', () => {
    const { file, chosen } = market()
    const { types } = (chosen.decoders.protoTypes([file]) as { value: { types: string[] } }).value
    expect(types).toContain('market.v1.Trade')
    expect(types).toContain('market.v1.Trade.Leg')
    expect(types).not.toContain('market.v1.Side')
  })

  it('shows fields by their numbers where no type is chosen', () => {
    const { encode } = market()
    const raw = decoding({ format: 'protobuf' })
    expect(
      raw.value(encode({ symbol: 'ACME', price: 101.5, deltas: [150], legs: [{ quantity: 7 }, { quantity: 8 }] })),
    ).toEqual({ 1: 'ACME', 2: 101.5, 5: '0xac02', 12: [{ 1: 7 }, { 1: 8 }] })
    expect(raw.read(Uint8Array.of(0x08, 0x96, 0x01, 0x12, 0x04, 0x74, 0x65, 0x78, 0x74))).toEqual({
      label: '',
      preview: '{"1":150,"2":"text"}',
    })
  })

  it('keeps a field that the .proto file does not know, by its number', () => {
    const { encode, chosen } = market()
    expect(chosen.value(Buffer.concat([encode({ symbol: 'A' }), Uint8Array.of(0xa0, 0x06, 0x05)]))).toEqual({
      symbol: 'A',
      100: 5,
    })
  })

  it('says which field is not what the type says', () => {
    const { chosen } = market()
    const { problem, text } = chosen.decode(Uint8Array.of(0x08, 0x05))
    expect(text).toBeUndefined()
    expect(problem?.code).toBe('ERR_DECODE_FAILED')
    expect(problem?.message).toContain('field 1 is not what “symbol” of market.v1.Trade is (string)')
  })

  it('says what is wrong with files, and with a type that is not in them', () => {
    const { file, encode } = market()
    const wrong = (protoFiles: string[], protoType = 'A') =>
      decoding({ format: 'protobuf', protoFiles, protoType }).decode(encode({ symbol: 'A' })).problem
    expect(wrong([file])).toMatchObject({
      code: 'ERR_PROTO_INVALID',
      message: expect.stringContaining('no message “A”'),
    })
    const [broken, lost, outside, empty] = write({
      'broken.proto': 'message {',
      'lost.proto': 'import "there/is/none.proto";',
      'outside.proto': 'import "../../etc/passwd";',
      'rooted.proto': 'import "/etc/passwd";',
    }) as [string, string, string, string]
    expect(wrong([broken])).toMatchObject({
      code: 'ERR_PROTO_INVALID',
      message: expect.stringContaining('broken.proto'),
    })
    expect(wrong([lost])?.message).toContain('imports “there/is/none.proto”, which is neither beside it')
    expect(wrong([outside])?.message).toContain('names a file below its folder')
    expect(wrong([empty])?.message).toContain('names a file below its folder')
    expect(wrong([`${file}.none`])).toMatchObject({ code: 'ERR_FILE_UNREADABLE' })
    expect(wrong([dirname(file)])).toMatchObject({ code: 'ERR_FILE_UNREADABLE' })
    expect(wrong(['relative.proto'])).toMatchObject({ code: 'ERR_FILE_UNREADABLE' })
  })

  it('is cut anywhere, nested without end and lied to about lengths without harm', () => {
    const { encode, chosen } = market()
    const whole = encode({ symbol: 'ACME', price: 1, legs: [{ quantity: 300 }] })
    for (let end = 1; end < whole.length; end++) expect(() => chosen.decode(whole.subarray(0, end))).not.toThrow()
    // Groups in groups, with a type and without.
    expect(decoding({ format: 'protobuf' }).decode(Buffer.alloc(100_000, 0x0b)).problem?.message).toContain('200 deep')
    let deep = Buffer.alloc(0)
    for (let level = 0; level < 1_000; level++) {
      const leg = Buffer.concat([Uint8Array.of(0x12), varint(deep.length), deep])
      deep = Buffer.concat([Uint8Array.of(0x62), varint(leg.length), leg])
    }
    expect(chosen.decode(deep).problem?.message).toContain('200 deep')
    expect(chosen.decode(Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f)).problem?.message).toContain('in the middle')
    expect(chosen.decode(Buffer.alloc(20, 0xff)).problem?.message).toContain('more than 5 bytes')
  })

  it('keeps a map key of __proto__ as a key like others', () => {
    const { encode, chosen } = market()
    const entry = Buffer.concat([
      Uint8Array.of(0x0a, 9),
      Buffer.from('__proto__'),
      Uint8Array.of(0x15, 0, 0, 0x80, 0x3f),
    ])
    const parsed = chosen.jsonOf(Buffer.concat([encode({}), Uint8Array.of(0x32, entry.length), entry]))
    expect(Object.keys((parsed as { levels: object }).levels)).toEqual(['__proto__'])
  })
})

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest >>= 7) bytes.push((rest & 0x7f) | 0x80)
  return Uint8Array.from([...bytes, rest])
}
