/** A URL that a link brought: anybody can have written it, so it is taken apart before it is shown or used. */

export interface LinkedUrl {
  /** As it would be dialled. */
  url: string
  before: string
  host: string
  after: string
}

/** Of what is shown and dialled; a link that is longer has something to hide. */
const LINK_MAX_LENGTH = 4_096

/** @returns what stands before and behind the host; or why it is not for us, a sentence */
export function readLinkedUrl(linked: string): LinkedUrl | { problem: string } {
  if (linked.length > LINK_MAX_LENGTH) return { problem: 'It is longer than 4,096 characters.' }
  let parsed: URL
  try {
    parsed = new URL(linked.trim())
  } catch {
    return { problem: 'It is no URL.' }
  }
  if (parsed.protocol !== 'ws:' && parsed.protocol !== 'wss:')
    return { problem: 'It does not begin with ws:// or wss://.' }
  if (parsed.username !== '' || parsed.password !== '') {
    return { problem: 'It has a user or a password in it, which are made to look like another host’s.' }
  }
  // The link's braces are characters: as variables they would send the user's secrets to whoever wrote it.
  const url = parsed.href.replace(/\{/g, '%7B').replace(/\}/g, '%7D')
  const before = `${parsed.protocol}//`
  return { url, before, host: parsed.host, after: url.slice(before.length + parsed.host.length) }
}
