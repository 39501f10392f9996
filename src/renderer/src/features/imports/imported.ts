/** What an import would make, and all that it says about it; nothing is made until the user has seen it. */
import { type ConnectionSettings, plainConnection } from '../../../../shared/protocol/connection-settings'
import type { Variable } from '../../../../shared/protocol/desk'

export interface Imported {
  /** What was read: `a curl command line`. */
  what: string
  connections: ConnectionSettings[]
  /** That URLs and headers name, with the values they begin with; nothing where the user has to say. */
  variables: Variable[]
  /** What was not understood or cannot be done, each a sentence. */
  notes: string[]
}

/** Or why nothing can be made of it, a sentence. */
export type ImportResult = { ok: true; value: Imported } | { ok: false; problem: string }

export type SettingsInput = NonNullable<Parameters<typeof plainConnection>[1]>

/** Of connections made at once: a document with more is cut, and says so. */
export const IMPORTED_MAX = 200

/** Collects sentences, each once. */
export class Notes {
  private readonly sentences = new Set<string>()

  add(sentence: string): void {
    this.sentences.add(sentence)
  }

  list(): string[] {
    return [...this.sentences]
  }
}

/** @returns the connection; nothing and a note where a setting is beyond its bounds */
export function makeConnection(url: string, given: SettingsInput, notes: Notes): ConnectionSettings | undefined {
  try {
    return plainConnection(url, given)
  } catch {
    notes.add(`The settings for ${url.slice(0, 200)} are larger than a connection’s can be: it is left out.`)
    return undefined
  }
}

/** The names in braces that are no generators’, of everything a connection would send. */
export function variablesIn(connections: readonly ConnectionSettings[]): string[] {
  const names = new Set<string>()
  for (const [, name] of JSON.stringify(connections).matchAll(/\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g)) {
    if (name !== undefined) names.add(name)
  }
  return [...names]
}
