/**
 * Says which regular expressions V8's own engine may run. It is five to ten times as fast as a linear-time engine, but it
 * backtracks: `(a+)+$` takes seconds for 28 letters. So only expressions whose ways to match at one place can be counted,
 * and are few, are translated for it; and only what means the same to both engines. When in doubt, it is not.
 *
 *   ways of an expression   sum over its alternatives
 *   ways of an alternative  product over its groups and its quantifiers
 *
 * Quantifiers stand behind one character or class, never behind a group. `*` and `+` are for digits only, once: behind
 * anything broader they try every place in the text, from every place in the text.
 */

/** Tried at every place in the text; with more, the linear engine is as fast. */
export const WAYS_MAX = 16
/** Of a text; bounds what digits without end cost, which grows with the square of their number. */
export const NATIVE_TEXT_MAX_LENGTH = 4_096

/** Escapes that mean the same to both in a class and outside. */
const ESCAPE = String.raw`\\[\\^$.*+?()[\]{}|/]`
const CLASS = String.raw`\[\^?(?:[A-Z]-[A-Z]|[a-z]-[a-z]|[0-9]-[0-9]|\\d|${ESCAPE}|[A-Za-z0-9 _"':;,.@#%=<>!{}()/*+?$|])+\]`
const TOKEN = new RegExp(
  String.raw`(?<open>\((?:\?:|(?!\?)))|(?<close>\)(?![*+?]|\{\d))|(?<bar>\|)|(?<anchor>[$^](?![*+?]|\{\d))|` +
    String.raw`(?<atom>${CLASS}|\\d|${ESCAPE}|[^\\^$*+?()[|\P{ASCII}])(?<quantifier>[*+?]|\{\d+(?:,\d*)?\})?(?![*+?])`,
  'uy',
)

/**
 * @param pattern valid to the linear engine
 * @param flags of `i`, `s` and `m`
 * @returns undefined for one that is left to the linear engine
 */
export function nativeRegExp(pattern: string, flags: string): RegExp | undefined {
  // Lines end at other characters for it.
  if (flags.includes('m')) return undefined
  const dot = flags.includes('s') ? String.raw`[\s\S]` : String.raw`[^\n]`
  // One of these an open group, and one for the whole: its ways, and those of its alternatives before the last bar.
  const groups = [{ ways: 1, before: 0 }]
  let source = ''
  let hasEndless = false
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < pattern.length; ) {
    const token = TOKEN.exec(pattern)?.groups
    const group = groups.at(-1)
    if (token === undefined || group === undefined) return undefined
    const { open, close, bar, anchor, atom, quantifier = '' } = token
    if (open !== undefined) groups.push({ ways: 1, before: 0 })
    else if (close !== undefined) {
      groups.pop()
      const outer = groups.at(-1)
      if (outer === undefined) return undefined
      outer.ways *= group.before + group.ways
    } else if (bar !== undefined) {
      group.before += group.ways
      group.ways = 1
    } else if (quantifier !== '') {
      const ways = waysOf(quantifier)
      if (ways === Number.POSITIVE_INFINITY) {
        if (hasEndless || (atom !== '\\d' && atom !== '[0-9]')) return undefined
        hasEndless = true
      } else group.ways *= ways
    }
    source += open ?? close ?? bar ?? anchor ?? translated(atom as string, dot) + quantifier
  }
  const [whole] = groups
  if (groups.length !== 1 || whole === undefined || whole.before + whole.ways > WAYS_MAX) return undefined
  return new RegExp(source, flags.includes('i') ? 'iu' : 'u')
}

function translated(atom: string, dot: string): string {
  if (atom === '.') return dot
  // Literal where they stand alone, but only the linear engine takes them so.
  return atom === '{' || atom === '}' || atom === ']' ? `\\${atom}` : atom
}

function waysOf(quantifier: string): number {
  if (quantifier === '?') return 2
  if (quantifier === '*' || quantifier === '+') return Number.POSITIVE_INFINITY
  const [least, most = least] = quantifier.slice(1, -1).split(',')
  return most === '' ? Number.POSITIVE_INFINITY : Number(most) - Number(least) + 1
}
