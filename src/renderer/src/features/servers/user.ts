/** What a new user, or another name for one, must be. */
import { type ServerUser, USERS_MAX } from '../../../../shared/protocol/server-settings'

export const mayLabels: Readonly<Record<ServerUser['may'], string>> = {
  publish: 'publish and listen',
  listen: 'listen only',
  nothing: 'nothing (403)',
}

/** @returns why a user of that name cannot be among the others, in a sentence */
export function nameProblem(name: string, others: readonly ServerUser[]): string | undefined {
  if (name === '') return 'A user has a name.'
  if (name.includes(':')) return 'A name has no colon: Basic puts one between name and secret.'
  if (others.some((other) => other.name === name)) return `There is a user “${name}” already.`
  if (others.length >= USERS_MAX) return `There are ${USERS_MAX} users, which is all a server takes.`
  return undefined
}
