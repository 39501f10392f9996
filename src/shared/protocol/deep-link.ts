/** Reads a link of ours: `feedscope://connect?url=wss%3A%2F%2Fhost%2Ffeed`. Anybody can write one, so it may ask, and no more. */
import { fail, ok, type Result } from '../failure'

export const LINK_SCHEME = 'feedscope'
/** Far above what a URL needs; a page may put anything there. */
const LINK_MAX_LENGTH = 2_048
const SHOWN_MAX_LENGTH = 100

/**
 * @param link as the system hands it over
 * @returns the URL to ask the user about, as it would be dialled; `ERR_LINK_INVALID` with a sentence
 */
export function readDeepLink(link: string): Result<{ url: string }> {
  if (link.length > LINK_MAX_LENGTH) {
    return invalid(`A link to Feedscope was longer than ${LINK_MAX_LENGTH} characters, and was not followed.`)
  }
  const parsed = parseUrl(link)
  if (parsed === undefined || parsed.protocol !== `${LINK_SCHEME}:`) {
    return invalid(`${shown(link)} is no link that Feedscope reads.`)
  }
  // Of a scheme that browsers do not know, the name is where a host would be.
  if (parsed.hostname !== 'connect' || !/^\/?$/.test(parsed.pathname)) {
    return invalid(`A link asked Feedscope for ${shown(link)}; all a link can ask for is to connect.`)
  }
  const urls = parsed.searchParams.getAll('url')
  const [text] = urls
  if (text === undefined || urls.length > 1) {
    return invalid('A link asked Feedscope to connect, but not to one URL. It was not followed.')
  }
  const url = parseUrl(text)
  // Filled in, it could carry the user's own secrets to whoever wrote the link. Asked of the URL as it would be dialled, too: what
  // reads URLs takes tabs and line breaks out, and two braces that stood apart then stand together.
  if (text.includes('{{') || url?.href.includes('{{')) {
    return invalid('A link to Feedscope holds {{variables}}, which no link may. It was not followed.')
  }
  if (url === undefined || (url.protocol !== 'ws:' && url.protocol !== 'wss:') || url.hostname === '') {
    return invalid(`A link asked Feedscope to connect to ${shown(text)}, which is no ws:// or wss:// URL.`)
  }
  return ok({ url: url.href })
}

/** Among the words a program is started with. */
export function findDeepLink(words: readonly string[]): string | undefined {
  return words.find((word) => word.toLowerCase().startsWith(`${LINK_SCHEME}:`))
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function shown(text: string): string {
  return text.length <= SHOWN_MAX_LENGTH ? text : `${text.slice(0, SHOWN_MAX_LENGTH - 1)}…`
}

function invalid(message: string) {
  return fail('ERR_LINK_INVALID', message)
}
