/** Walks the words of a command line as getopt does: `-H x`, `-Hx`, `-sSL`, `--header x`, `--header=x`. */

/** By its long name: `value` takes the next word, `flag` none. */
export type OptionKinds = Readonly<Record<string, 'flag' | 'value'>>

export interface OptionReader {
  kinds: OptionKinds
  /** `H` → `header` */
  letters: Readonly<Record<string, string>>
  /** @param value the empty text for a flag */
  onOption(name: string, value: string): void
  onWord(word: string): void
  /** One nobody knows; what belongs to it cannot be told. */
  onUnknown(option: string): void
}

export function readOptions(
  words: readonly string[],
  { kinds, letters, onOption, onWord, onUnknown }: OptionReader,
): void {
  let at = 0
  const take = () => words[at++] ?? ''
  while (at < words.length) {
    const word = take()
    if (word === '--') {
      while (at < words.length) onWord(take())
    } else if (word.startsWith('--')) {
      const equals = word.indexOf('=')
      const name = word.slice(2, equals === -1 ? undefined : equals)
      const kind = kinds[name]
      if (kind === undefined) onUnknown(`--${name}`)
      else if (kind === 'flag') onOption(name, '')
      else onOption(name, equals === -1 ? take() : word.slice(equals + 1))
    } else if (word.startsWith('-') && word.length > 1) {
      let letterAt = 1
      while (letterAt < word.length) {
        const letter = word[letterAt++] ?? ''
        const name = letters[letter]
        if (name === undefined) {
          onUnknown(`-${letter}`)
        } else if (kinds[name] === 'value') {
          onOption(name, letterAt < word.length ? word.slice(letterAt) : take())
          break
        } else {
          onOption(name, '')
        }
      }
    } else {
      onWord(word)
    }
  }
}
