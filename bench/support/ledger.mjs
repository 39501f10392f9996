/** The promise behind all others: nothing is lost, and the books say where everything is. Kept across all scenarios. */

export class Ledger {
  checks = 0
  /** A sentence for each break. */
  breaks = []

  /** @param sentEach on each connection, in any order, as `receivedEach`; where both are known they are compared too */
  enter(what, { sent, received, stored, evicted, dropped, sentEach, receivedEach }) {
    this.checks++
    if (received !== sent) this.breaks.push(`${what}: ${sent} were sent and ${received} received.`)
    if (received !== stored + evicted + dropped)
      this.breaks.push(`${what}: ${received} were received, but ${stored} + ${evicted} + ${dropped} are accounted for.`)
    if (sentEach !== undefined && receivedEach !== undefined && !areSame(sentEach, receivedEach))
      this.breaks.push(`${what}: the connections did not receive what was sent on each.`)
  }

  /** As a scenario's result. */
  result() {
    const measure = `received = sent = stored + evicted + dropped, ${this.checks} checks: breaks`
    const values = this.checks === 0 ? [] : [this.breaks.length]
    return {
      name: 'accounting',
      seconds: 0,
      measures: [{ measure, promise: { exactly: 0, unit: '' }, values, beside: [] }],
      ...(this.breaks.length > 0 ? { failure: this.breaks.join(' ') } : {}),
    }
  }
}

function areSame(some, others) {
  const inOrder = (counts) => [...counts].sort((a, b) => a - b).join()
  return inOrder(some) === inOrder(others)
}
