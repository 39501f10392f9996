/** The SHA-256 of a certificate, to be compared by eye: may break after a colon, and nowhere else; copied it is whole. */
import { Fragment } from 'react'

/** @param pairs upper-case hex pairs with colons */
export function Fingerprint({ pairs }: { pairs: string }) {
  return pairs.split(/(?<=:)/).map((pair, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pairs repeat, and never move
    <Fragment key={at}>
      {pair}
      <wbr />
    </Fragment>
  ))
}
