/** Every message back to its sender as it came. The plainest feed, and the first to try when a client misbehaves. */
import type { BehaviourType } from './behaviour'

export const echo: BehaviourType = {
  description: 'Sends every message back as it came.',
  options: [],
  begin: () => ({
    onMessage: (peer, { isBinary, bytes }) => peer.send(isBinary ? bytes : bytes.toString()),
  }),
}
