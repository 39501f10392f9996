/** What one scenario is given: where to note what it measured, and what closes the things it opens. */

export class Bench {
  /** How often each measurement is made. */
  runs
  display
  #ledger
  #say
  #owned = []
  #noted = new Map()
  #scenario

  constructor(scenario, { runs, display, ledger, say }) {
    this.#scenario = scenario
    this.runs = runs
    this.display = display
    this.#ledger = ledger
    this.#say = say
    for (const [measure, promise] of Object.entries(scenario.promises)) {
      this.#noted.set(measure, { measure, promise, values: [], beside: [] })
    }
  }

  get measures() {
    return [...this.#noted.values()]
  }

  /** Closed when the scenario ends, however it ends, the last one first. @returns what it was given */
  own(closable) {
    this.#owned.push(closable)
    return closable
  }

  async close() {
    for (const owned of this.#owned.reverse()) await owned.close()
  }

  /** @param beside `{ ours, raw, unit, than }`: what a ratio was made of, and what to call `raw` if it is not that */
  note(measure, value, beside) {
    const entry = this.#noted.get(measure)
    if (entry === undefined) throw new Error(`${this.#scenario.name} has no measure “${measure}”.`)
    entry.values.push(value)
    if (beside !== undefined) entry.beside.push(beside)
  }

  /** Enters what was sent, and what became of it, in the ledger of all scenarios. */
  book(what, { sent, received, books, sentEach, receivedEach }) {
    this.#ledger.enter(`${this.#scenario.name}, ${what}`, { sent, received, ...books, sentEach, receivedEach })
  }

  /** Once a repetition. */
  async repeat(work) {
    for (let run = 1; run <= this.runs; run++) {
      this.#say(`${this.#scenario.name} ${run}/${this.runs}`)
      await work(run)
    }
  }
}
