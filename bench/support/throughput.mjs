/** One measurement of how fast a receiver takes a feed in. The same for raw and ours: from go until all are counted. */

const ARRIVAL_TIMEOUT_MS = 60_000
/** With 64 B each, more than 256 MiB of them. */
const WARM_UP_COUNT = 3_500_000

/**
 * @param receiver answers `dial`, `receive` and `hangUp`
 * @param storm what the sender is asked for, with a `count`
 * @param whileOpen done when all has come, before the connections are hung up
 * @param onDialled done when they are open, before the storm; is given their ids
 * @returns `{ perSecond, sent, sentEach, received, receivedEach, books }`; the last two of ours only
 */
export async function throughput(
  sender,
  receiver,
  { connections = 1, isCompressed = false, ...storm },
  whileOpen,
  onDialled,
) {
  await sender.call('gather', { connections: 0 })
  const url = isCompressed ? `${sender.url}/compressed` : sender.url
  const ids = await receiver.call('dial', { url, connections, isCompressed })
  await sender.call('gather', { connections })
  await onDialled?.(ids)
  const [{ sent, startMs }, arrived] = await Promise.all([
    sender.call('storm', { ...storm, isCompressed }),
    receiver.call('receive', { count: storm.count, timeoutMs: ARRIVAL_TIMEOUT_MS }),
  ])
  await whileOpen?.()
  await receiver.call('hangUp')
  const count = sent.reduce((sum, each) => sum + each, 0)
  return { ...arrived, sent: count, sentEach: sent, perSecond: (count / (arrived.endMs - startMs)) * 1000 }
}

/** Unmeasured: compiles the hot paths of all three, and fills the store's memory so that it is in its steady state. */
export async function warmUp({ sender, raw, ours }) {
  for (const receiver of [raw, ours])
    await throughput(sender, receiver, { size: 64, type: 'text', count: WARM_UP_COUNT })
}

/** Raw and ours, one right after the other: a ratio is of one moment. Notes it, and enters ours in the ledger. */
export async function compare(bench, measure, { sender, raw, ours }, storm) {
  const baseline = await throughput(sender, raw, storm)
  const own = await throughput(sender, ours, storm)
  bench.book(measure, own)
  const beside = { ours: own.perSecond, raw: baseline.perSecond, unit: 'msg/s' }
  bench.note(measure, (own.perSecond / baseline.perSecond) * 100, beside)
}
