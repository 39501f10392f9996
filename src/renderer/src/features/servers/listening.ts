/** Where a server listens, as a form offers it. */

/** Port and address of both loopbacks. */
export const LOOPBACK_HOST = 'localhost'
/** What `An address` begins with: an address that is surely there. */
const FIRST_ADDRESS = '127.0.0.1'

export const listeningChoices = ['This computer only', 'An address', 'All addresses'] as const
export type ListeningChoice = (typeof listeningChoices)[number]

export function listeningOf(host: string): ListeningChoice {
  if (host === LOOPBACK_HOST) return 'This computer only'
  return host === '0.0.0.0' || host === '::' ? 'All addresses' : 'An address'
}

export function hostFor(choice: ListeningChoice): string {
  return { 'This computer only': LOOPBACK_HOST, 'An address': FIRST_ADDRESS, 'All addresses': '0.0.0.0' }[choice]
}

export function isBeyondThisComputer(host: string): boolean {
  return host !== LOOPBACK_HOST && host !== '::1' && !host.startsWith('127.')
}

export const EXPOSED_SENTENCE = 'Every computer of the network can reach it.'

/** @returns the entries of a list that was typed with commas, blanks or line breaks between them */
export function splitList(typed: string): string[] {
  return [...new Set(typed.split(/[,\s]+/).filter((entry) => entry !== ''))]
}
