/** One measurement of how fast a receiver takes a feed in. The same for raw and ours: from go until all are counted. */

const ARRIVAL_TIMEOUT_MS = 60_000

/**
 * @param receiver answers `dial`, `receive` and `hangUp`
 * @param storm what the sender is asked for, with a `count`
 * @returns `{ perSecond, sent, received, books, perConnection }`; the last two of ours only
 */
export async function throughput(sender, receiver, { connections = 1, isCompressed = false, ...storm }) {
  await sender.call('gather', { connections: 0 })
  await receiver.call('dial', { url: sender.url, connections, isCompressed })
  await sender.call('gather', { connections })
  const [{ sent, startMs }, arrived] = await Promise.all([
    sender.call('storm', { ...storm, isCompressed }),
    receiver.call('receive', { count: storm.count, timeoutMs: ARRIVAL_TIMEOUT_MS }),
  ])
  await receiver.call('hangUp')
  const count = sent.reduce((sum, each) => sum + each, 0)
  return { ...arrived, sent: count, sentEach: sent, perSecond: (count / (arrived.endMs - startMs)) * 1000 }
}

/** Raw and ours, one right after the other: a ratio is of one moment. Notes it, and enters ours in the ledger. */
export async function compare(bench, measure, { sender, raw, ours }, storm) {
  const baseline = await throughput(sender, raw, storm)
  const own = await throughput(sender, ours, storm)
  bench.book(measure, own)
  const beside = { ours: own.perSecond, raw: baseline.perSecond, unit: 'msg/s' }
  bench.note(measure, (own.perSecond / baseline.perSecond) * (bench.unitOf(measure) === '%' ? 100 : 1), beside)
  return { raw: baseline.perSecond, ours: own.perSecond }
}
