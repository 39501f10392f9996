/** Recognises what was pasted or dropped, and has it read. */
import { readAsyncApi } from './asyncapi-document'
import { webSocketUrl } from './command-request'
import { readCurl } from './curl-command'
import { type ImportResult, makeConnection, Notes } from './imported'
import { readWscat } from './wscat-command'

/** Of a document; the bound of a file that is opened. */
export const IMPORT_MAX_LENGTH = 4 * 1024 * 1024

/** Asynchronous since YAML is loaded only when it is met. @param text of any kind */
export async function readImport(text: string): Promise<ImportResult> {
  // A prompt may have been copied with it.
  const command = text
    .replace(/^\ufeff/, '')
    .trim()
    .replace(/^[$>%]\s+/, '')
  if (command === '') return { ok: false, problem: '' }
  if (text.length > IMPORT_MAX_LENGTH) return { ok: false, problem: 'This is larger than 4 MiB.' }
  if (/^(\S*[\\/])?curl(\.exe)?\s/i.test(command)) return readCurl(command)
  if (/^(npx\s+(-\S+\s+)*|\S*[\\/])?wscat(\.cmd|@\S+)?\s/i.test(command)) return readWscat(command)
  if (/^(wss?|https?):\/\/\S+$/i.test(command)) return readUrl(command)
  return readDocument(text)
}

function readUrl(url: string): ImportResult {
  const notes = new Notes()
  const made = makeConnection(webSocketUrl(url), {}, notes)
  return { ok: true, value: { what: 'a URL', connections: made ? [made] : [], variables: [], notes: notes.list() } }
}

async function readDocument(text: string): Promise<ImportResult> {
  const { parse } = await import('yaml')
  let document: unknown
  try {
    // JSON is YAML. Aliases that multiply are bounded by the library.
    document = parse(text.replace(/^\ufeff/, ''), { logLevel: 'error' })
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : '').split('\n')
    return {
      ok: false,
      problem: `This is no command line of curl or wscat, and no YAML or JSON: ${line.replace(/:$/, '.')}`,
    }
  }
  if (typeof document !== 'object' || document === null) {
    return { ok: false, problem: 'This is no command line of curl or wscat, no URL, and no AsyncAPI document.' }
  }
  return readAsyncApi(document)
}
