/** What was negotiated beside the protocol itself, explained: the header's own words, and what each does (RFC 7692, section 7.1). */

export interface ExplainedTerm {
  /** As the header has it. */
  term: string
  meaning: string
}

const UNKNOWN = 'An extension, or a parameter of one, that Feedscope has no word about.'

/** @param extensions value of Sec-WebSocket-Extensions: extensions apart by commas, their parameters by semicolons */
export function explainExtensions(extensions: string): ExplainedTerm[] {
  return extensions
    .split(/[,;]/)
    .map((term) => term.trim())
    .filter((term) => term !== '')
    .map((term) => ({ term, meaning: meaningOf(term) }))
}

function meaningOf(term: string): string {
  const [name = '', value] = term.split('=').map((part) => part.trim().replace(/^"|"$/g, ''))
  switch (name) {
    case 'permessage-deflate':
      return 'Messages may be compressed, each as a whole.'
    case 'server_no_context_takeover':
      return 'The server compresses each message by itself: less memory, less saved.'
    case 'client_no_context_takeover':
      return 'We compress each message by itself: less memory, less saved.'
    case 'server_max_window_bits':
      return `The server looks back at most ${windowOf(value)} for what repeats.`
    case 'client_max_window_bits':
      return value === undefined
        ? 'The server may choose how far back we look for what repeats.'
        : `We look back at most ${windowOf(value)} for what repeats.`
    default:
      return UNKNOWN
  }
}

/** 2 to the power of the bits, in bytes. */
function windowOf(bits: string | undefined): string {
  const bytes = 2 ** Number(bits)
  if (!Number.isFinite(bytes)) return 'an unknown number of bytes'
  return bytes >= 1024 ? `${bytes / 1024} KiB` : `${bytes} bytes`
}
