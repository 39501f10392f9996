/**
 * The messages the bench sends: quotes as an exchange sends them, exactly as long as asked for. They differ from one
 * another, since text that repeats would flatter whoever inflates or filters it.
 */
const SYMBOLS = ['ACME', 'NOVA', 'ZETA', 'ORCA', 'LYNX', 'PUMA', 'IRIS', 'FLUX', 'GRID', 'HALO']
SYMBOLS.push('JADE', 'KITE', 'LIMA', 'MARS', 'ONYX', 'PEAK', 'QUAD', 'RUBY', 'SAGE', 'TIDE')

/** One symbol in twenty. */
export const RARE_WORD = 'NOVA'
/** Fields with numbers, in the order in which shorter messages lose them from the end. */
export const NUMBER_FIELDS = ['seq', 'price', 'bid', 'volume', 'ask', 'high', 'low', 'change']

/** @returns the `n`th message, ASCII JSON of exactly `size` bytes (at least 64) */
export function quote(n, size) {
  const random = seeded(n)
  // A price above 100 comes once in eleven.
  const price = 50 + random() * 55
  const fields = [
    ['seq', n],
    ['price', price.toFixed(2)],
    ['bid', (price - random() / 10).toFixed(2)],
    ['volume', Math.floor(random() * 900)],
    ['symbol', `"${SYMBOLS[Math.floor(random() * SYMBOLS.length)]}"`],
    ['ask', (price + random() / 10).toFixed(2)],
    ['high', (price + random()).toFixed(2)],
    ['low', (price - random()).toFixed(2)],
    ['change', (random() - 0.5).toFixed(4)],
    ['side', random() < 0.5 ? '"buy"' : '"sell"'],
  ]
  let text = '{'
  for (const [name, value] of fields) {
    const next = `${text === '{' ? '' : ','}"${name}":${value}`
    if (text.length + next.length + 1 <= size) text += next
  }
  text = withBook(text, size - 1, price, random)
  // White space is JSON too.
  return `${text}${' '.repeat(size - 1 - text.length)}}`
}

/** Levels of an order book, as many as fit. */
function withBook(text, size, price, random) {
  const open = ',"book":['
  if (text.length + open.length + 20 > size) return text
  let book = text + open
  for (let level = 1; ; level++) {
    const next = `${level === 1 ? '' : ','}[${(price - level / 100).toFixed(2)},${Math.floor(random() * 1e4)}]`
    if (book.length + next.length + 1 > size) return `${book}]`
    book += next
  }
}

/** mulberry32: the same message in every run. */
function seeded(seed) {
  let state = (seed + 1) * 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
