/**
 * The first WebSocket server everybody writes: it greets whoever speaks and logs who comes and goes. Word for word as
 * in the tutorial, so that a reader of the tutorial recognises it here.
 */
import type { BehaviourType } from './behaviour'
import { excerpt } from './excerpt'

/** The message stands in the log as a frame, whole; the row that repeats it may be shorter. */
const LOGGED_MAX_LENGTH = 2_000

export const hello: BehaviourType = {
  description: 'Answers every message with “Hello Client!” and logs who comes and goes.',
  options: [],
  begin: (stage) => ({
    onOpen: (peer) => stage.log('A new client connected.', peer),
    onMessage(peer, { bytes }) {
      stage.log(`received: ${excerpt(bytes.toString(), LOGGED_MAX_LENGTH)}`, peer)
      peer.send('Hello Client!')
    },
    onClose: (peer) => stage.log('Client has disconnected.', peer),
  }),
}
