/**
 * Cards dealt at random that do not come back soon: each is drawn from the front half and laid under the back, so at
 * least half of the others pass before it can return. Plain random picks would repeat themselves at once now and then.
 */
export class Deck<Card> {
  private readonly cards: Card[]
  private readonly random: () => number

  /** @param cards one at least */
  constructor(cards: readonly Card[], random: () => number) {
    this.cards = [...cards]
    this.random = random
  }

  deal(): Card {
    const at = Math.floor(this.random() * Math.ceil(this.cards.length / 2))
    const [card] = this.cards.splice(at, 1) as [Card]
    this.cards.push(card)
    return card
  }
}
