/** Writes headlines from patterns and word lists, each dealt like cards, so that an hour of them reads like a paper. */
import { Deck } from './deck'
import { patterns, sources, words } from './headline-words'

export interface Headline {
  headline: string
  category: string
  source: string
}

interface Pattern {
  category: string
  text: string
}

export class HeadlineWriter {
  private readonly patterns: Deck<Pattern>
  private readonly sources: Deck<string>
  private readonly words: ReadonlyMap<string, Deck<string>>

  constructor(random: () => number) {
    this.patterns = new Deck(inTurn(patterns), random)
    this.sources = new Deck(sources, random)
    this.words = new Map(Object.entries(words).map(([name, list]) => [name, new Deck(list, random)]))
  }

  write(): Headline {
    const { category, text } = this.patterns.deal()
    const headline = text.replace(/\{(\w+)\}/g, (slot, name: string) => this.words.get(name)?.deal() ?? slot)
    return { headline, category, source: this.sources.deal() }
  }
}

/** The first of every category, then the second …: a new deck is not shuffled, and should not open with all of business. */
function inTurn(byCategory: Readonly<Record<string, readonly string[]>>): Pattern[] {
  return Object.entries(byCategory)
    .flatMap(([category, texts]) => texts.map((text, turn) => ({ category, text, turn })))
    .sort((a, b) => a.turn - b.turn)
}
