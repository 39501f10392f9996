/** That somebody is not read on shows only in that nothing changes any more: looked at time and again, it is the same. */
import { until } from './until'

const LOOKS = 60

/** @returns what it came to rest at, once that fits `isWanted` */
export async function untilAtRest(
  look: () => number | Promise<number>,
  isWanted: (value: number) => boolean,
  what: string,
): Promise<number> {
  let last = Number.NaN
  let looksAtRest = 0
  await until(
    async () => {
      const value = await look()
      looksAtRest = isWanted(value) && value === last ? looksAtRest + 1 : 0
      last = value
      return looksAtRest > LOOKS
    },
    () => `${what}; it is ${last}`,
  )
  return last
}
