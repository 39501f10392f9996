/** Says nothing of its own: for a server that lives by its rules, or by what is typed into the send panel. */
import type { BehaviourType } from './behaviour'

export const silent: BehaviourType = {
  description: 'Says nothing of its own: rules, and you, answer.',
  options: [],
  begin: () => ({}),
}
