/**
 * Splits a command line into its words as a shell would: bash (and zsh, sh) or cmd with the C runtime behind it. Nothing is
 * run and nothing is expanded: a shell's variable becomes one of ours, and what only a shell can do is reported.
 */
export interface ShellWords {
  words: string[]
  /** `$NAME`s that became `{{NAME}}`. */
  variables: string[]
  /** `$(…)`, pipes: what a shell would have done. */
  ignored: string[]
}

/** @returns undefined where a quote is not closed */
export function splitCommand(line: string): ShellWords | undefined {
  return isCmd(line) ? splitCmd(line) : splitBash(line)
}

/** Browsers write `^"…^"`; and a line that goes on ends with `^`. */
function isCmd(line: string): boolean {
  return /\^"|\^\s*\r?\n|\^\s*$/.test(line) && !/'\s|\\\r?\n/.test(line)
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
}
const VARIABLE = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/
/** Where one command ends and something else begins. */
const OPERATOR = /^(?:\|\|?|&&?|;|[0-9]*>{1,2}|<)/

function splitBash(line: string): ShellWords | undefined {
  const result: ShellWords = { words: [], variables: [], ignored: [] }
  let word: string | undefined
  let at = 0
  const expand = (): boolean => {
    const rest = line.slice(at, at + 200)
    const name = VARIABLE.exec(rest)
    if (name !== null) {
      const variable = name[1] ?? name[2] ?? ''
      result.variables.push(variable)
      word = `${word ?? ''}{{${variable}}}`
      at += name[0].length
      return true
    }
    const isCommand = rest.startsWith('$(') || rest.startsWith('`')
    if (!isCommand) return false
    const end = rest.startsWith('`') ? line.indexOf('`', at + 1) : line.indexOf(')', at)
    const command = line.slice(at, end === -1 ? line.length : end + 1)
    result.ignored.push(command)
    word ??= ''
    at += command.length
    return true
  }
  while (at < line.length) {
    const char = line[at] ?? ''
    if (/\s/.test(char)) {
      if (word !== undefined) result.words.push(word)
      word = undefined
      at++
    } else if (char === '#' && word === undefined) {
      const end = line.indexOf('\n', at)
      at = end === -1 ? line.length : end
    } else if (char === '`' && /^`\s*(\r?\n|$)/.test(line.slice(at, at + 8))) {
      // PowerShell's way to go on in the next line.
      at++
    } else if (char === '\\') {
      const newline = /^\\[ \t]*\r?\n/.exec(line.slice(at, at + 40))
      if (newline !== null) at += newline[0].length
      else {
        word = (word ?? '') + (line[at + 1] ?? '')
        at += 2
      }
    } else if (char === "'") {
      const end = line.indexOf("'", at + 1)
      if (end === -1) return undefined
      word = (word ?? '') + line.slice(at + 1, end)
      at = end + 1
    } else if (char === '$' && line[at + 1] === "'") {
      const read = readAnsiString(line, at + 2)
      if (read === undefined) return undefined
      word = (word ?? '') + read.text
      at = read.end
    } else if (char === '"' || (char === '$' && line[at + 1] === '"')) {
      at += char === '"' ? 1 : 2
      word ??= ''
      while (line[at] !== '"') {
        const inner = line[at]
        if (inner === undefined) return undefined
        if (inner === '\\' && /^\\\r?\n/.test(line.slice(at, at + 3))) {
          at += line[at + 1] === '\r' ? 3 : 2
        } else if (inner === '\\' && '"\\$`!'.includes(line[at + 1] ?? ' ')) {
          word += line[at + 1]
          at += 2
        } else if (!expand()) {
          word += inner
          at++
        }
      }
      at++
    } else if (OPERATOR.test(line.slice(at)) && (word === undefined || !/[0-9]/.test(char))) {
      result.ignored.push(line.slice(at).trim().split('\n')[0] ?? '')
      break
    } else if (!expand()) {
      word = (word ?? '') + char
      at++
    }
  }
  if (word !== undefined) result.words.push(word)
  return result
}

/** `$'…'`: bash's strings with escapes. */
function readAnsiString(line: string, from: number): { text: string; end: number } | undefined {
  const bytes: string[] = []
  let at = from
  while (line[at] !== "'") {
    const char = line[at]
    if (char === undefined) return undefined
    if (char !== '\\') {
      bytes.push(char)
      at++
      continue
    }
    const code = /^\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/.exec(
      line.slice(at, at + 10),
    )
    if (code !== null) {
      const hex = code[1] ?? code[2] ?? code[3]
      const point = hex === undefined ? Number.parseInt(code[4] ?? '0', 8) : Number.parseInt(hex, 16)
      bytes.push(point <= 0x10ffff ? String.fromCodePoint(point) : '')
      at += code[0].length
    } else {
      const escaped = line[at + 1] ?? ''
      bytes.push(ESCAPES[escaped] ?? escaped)
      at += 2
    }
  }
  return { text: bytes.join(''), end: at + 1 }
}

/** First cmd takes its carets away, then the program's runtime takes the quotes. */
function splitCmd(line: string): ShellWords | undefined {
  let plain = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? ''
    if (char === '^' && !isQuoted) {
      const newline = /^\^[ \t]*\r?\n/.exec(line.slice(at, at + 40))
      if (newline !== null) {
        at += newline[0].length - 1
        // Two line ends in a row are how cmd is given one.
        if (/^\r?\n/.test(line.slice(at + 1, at + 3))) plain += '\n'
      } else {
        at++
        plain += line[at] ?? ''
      }
      continue
    }
    if (char === '"') isQuoted = !isQuoted
    plain += char
  }
  return splitRuntime(plain)
}

/** Microsoft C: `\"` is a quote, backslashes before a quote are halved, `""` within quotes is one. */
function splitRuntime(line: string): ShellWords | undefined {
  const words: string[] = []
  let word: string | undefined
  let isQuoted = false
  let at = 0
  while (at < line.length) {
    const char = line[at] ?? ''
    const slashes = /^\\+(?=")/.exec(line.slice(at, at + 100))?.[0]
    if (slashes !== undefined) {
      word = (word ?? '') + '\\'.repeat(slashes.length / 2)
      at += slashes.length
      if (slashes.length % 2 === 1) {
        word += '"'
        at++
      }
    } else if (char === '"') {
      word ??= ''
      if (isQuoted && line[at + 1] === '"') {
        word += '"'
        at++
      } else isQuoted = !isQuoted
      at++
    } else if (/\s/.test(char) && !isQuoted) {
      if (word !== undefined) words.push(word)
      word = undefined
      at++
    } else {
      word = (word ?? '') + char
      at++
    }
  }
  if (isQuoted) return undefined
  if (word !== undefined) words.push(word)
  return { words, variables: [], ignored: [] }
}
