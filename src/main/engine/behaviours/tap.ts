/** Passes each client's frames on to an upstream server, and back. */
import type { BehaviourType } from './behaviour'

export const tap: BehaviourType = {
  description: 'Passes frames on to another server, and its frames back, and shows both.',
  options: [{ kind: 'text', name: 'upstream', label: 'Upstream URL', maxLength: 2_000, default: '' }],
  begin: () => ({}),
}
