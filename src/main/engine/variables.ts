/**
 * The user's variables as the engine fills them in, and the one place that knows which of their values are secret: whatever
 * shows a text that was filled in asks `hidden` first.
 */
import { randomUUID } from 'node:crypto'
import type { Variable } from '../../shared/protocol/desk'
import { fill, type Values } from '../../shared/variables/fill'
import { HIDDEN } from '../../shared/variables/hidden'
import type { Clock } from './clock'

export class Variables {
  private byName = new Map<string, string>()
  /** Every form a secret may have in a text, the longest first: one may be part of another. */
  private secrets: string[] = []
  private lastSeq = 0

  constructor(private readonly now: Clock) {}

  /** In place of those there were; of two with one name the first counts. */
  set(variables: readonly Variable[]): void {
    this.byName = new Map([...variables].reverse().map(({ name, value }) => [name, value]))
    const filled = variables.flatMap(({ value, isSecret }) =>
      isSecret ? [value, fill(value, this.previewValues()).text] : [],
    )
    this.secrets = [...new Set(filled.flatMap(formsOf))].sort((one, other) => other.length - one.length)
  }

  /** To fill in what is sent. */
  values(): Values {
    return { ...this.previewValues(), takeSeq: () => ++this.lastSeq }
  }

  /** To fill in what is only shown: the next number stays the next. */
  previewValues(): Values {
    return {
      variable: (name) => this.byName.get(name),
      now: this.now,
      takeSeq: () => this.lastSeq + 1,
      random: Math.random,
      uuid: randomUUID,
    }
  }

  /** @returns the text with `‹hidden›` in place of every value of a secret variable */
  hidden(text: string): string {
    let shown = text
    for (const secret of this.secrets) shown = shown.replaceAll(secret, HIDDEN)
    return shown
  }
}

/** As it is, as JSON writes it, and as a URL does in its query and its path. */
function formsOf(value: string): string[] {
  if (value === '') return []
  const url = new URL('ws://x/')
  url.search = value
  url.pathname = value
  const query = new URLSearchParams([['', value]]).toString().slice(1)
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    query,
    query.replaceAll('+', '%20'),
    url.search.slice(1),
    url.pathname.slice(1),
  ].filter((form) => form !== '')
}
