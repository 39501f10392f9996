/** What can stand where the cursor is in a filter: keys, their values, names of connections, fields seen, filters kept. */
import { frameTypes, marks } from '../../../../shared/protocol/frame'
import { quotedWord } from './row-terms'

/** More than fit the list without scrolling twice. */
export const OPTIONS_MAX = 30

export interface CompletionSources {
  connectionNames: readonly string[]
  /** As the language writes them: `$.user.name`. */
  paths: readonly string[]
  saved: readonly { name: string; text: string }[]
  /** Texts, the latest first. */
  recent: readonly string[]
}

export interface Option {
  label: string
  /** What it is, beside it. */
  detail: string
  /** Takes the place of the text from `from` to `to`. */
  insert: string
  from: number
  to: number
}

export interface Completions {
  options: Option[]
  /** The first is as good as chosen: what is typed can be nothing else. */
  isLikely: boolean
}

const KEYS: readonly [key: string, detail: string][] = [
  ['dir:', 'received or sent'],
  ['type:', 'text, binary, ping, …'],
  ['conn:', 'connection'],
  ['is:', 'marked'],
  ['size>', 'bytes, kb, KiB, …'],
  ['time>', '12:00:00, -5m, …'],
]
const JOINTS: readonly [word: string, detail: string][] = [
  ['and ', 'both'],
  ['or ', 'one of both'],
  ['not ', 'what does not'],
]
const VALUES: Readonly<Record<string, readonly string[]>> = {
  dir: ['in', 'out'],
  type: frameTypes,
  is: ['marked', ...marks],
}
const COMPARISONS: readonly [operator: string, detail: string][] = [
  ['== ', 'is'],
  ['!= ', 'is not'],
  ['> ', 'above'],
  ['>= ', 'from'],
  ['< ', 'below'],
  ['<= ', 'up to'],
  ['~ ', 'contains'],
]

/**
 * @param cursor where in the text
 * @param isAsked by the user; else only what is likely meant is offered
 */
export function completionsAt(text: string, cursor: number, sources: CompletionSources, isAsked: boolean): Completions {
  const before = text.slice(0, cursor)
  const token = /[^\s(]*$/.exec(before)?.[0] ?? ''
  const from = cursor - token.length
  const at = { from, to: cursor }
  const [, key = '', listed = ''] = /^(dir|type|is|conn):(.*)$/i.exec(token) ?? []
  // Within a phrase nothing is a key.
  if (text.slice(0, from).split('"').length % 2 === 0) return { options: [], isLikely: false }
  if (key.toLowerCase() === 'conn') return likely(connections(listed, sources, at))
  if (key !== '') return likely(values(key.toLowerCase(), listed, at))
  if (token.startsWith('$')) return likely(fields(token, sources, at))
  if (token === '' && /(?:^|[\s(])\$\S*\s+$/.test(before)) {
    return { options: COMPARISONS.map(([label, detail]) => option(label, detail, at)), isLikely: isAsked }
  }
  const options: Option[] = []
  if (token !== '' || isAsked) {
    if (text.trim() === token) options.push(...whole(token, sources, text.length))
    options.push(...starting(KEYS, token, at))
    if (before.trim() !== token) options.push(...starting(JOINTS, token, at))
  }
  if (isAsked) options.push(...fields(token, sources, at))
  return { options: options.slice(0, OPTIONS_MAX), isLikely: isAsked }
}

function likely(options: Option[]): Completions {
  return { options: options.slice(0, OPTIONS_MAX), isLikely: true }
}

interface Place {
  from: number
  to: number
}

function option(insert: string, detail: string, at: Place): Option {
  return { label: insert.trim(), detail, insert, ...at }
}

/** What is typed whole already is not offered. */
function starting(words: typeof KEYS, token: string, at: Place): Option[] {
  const typed = token.toLowerCase()
  return words
    .filter(([word]) => word.startsWith(typed) && word.trim() !== typed)
    .map(([w, detail]) => option(w, detail, at))
}

/** Filters to be taken as they are. */
function whole(token: string, { saved, recent }: CompletionSources, end: number): Option[] {
  const typed = token.toLowerCase()
  const at = { from: 0, to: end }
  const kept = saved
    .filter(({ name, text }) => name.toLowerCase().startsWith(typed) && text !== token)
    .map(({ name, text }) => ({ label: name, detail: text, insert: text, ...at }))
  const isEmpty = token === ''
  return [...kept, ...(isEmpty ? recent.map((text) => ({ label: text, detail: 'recent', insert: text, ...at })) : [])]
}

function values(key: string, listed: string, { to }: Place): Option[] {
  const typed = listed.slice(listed.lastIndexOf(',') + 1).toLowerCase()
  const others = listed.toLowerCase().split(',').slice(0, -1)
  return (VALUES[key] ?? [])
    .filter((value) => value.startsWith(typed) && value !== typed && !others.includes(value))
    .map((value) => option(value, '', { from: to - typed.length, to }))
}

function connections(typed: string, { connectionNames }: CompletionSources, { to }: Place): Option[] {
  const wanted = typed.replace(/^"/, '').toLowerCase()
  return [...new Set(connectionNames)]
    .filter((name) => name.toLowerCase().includes(wanted) && name !== typed)
    .map((name) => ({
      label: name,
      detail: 'connection',
      insert: quotedWord(name),
      from: to - typed.length,
      to,
    }))
}

/** Begun as a path, those that go on so; by a word, those with a key that begins with it. */
function fields(token: string, { paths }: CompletionSources, at: Place): Option[] {
  const typed = token.toLowerCase()
  return paths
    .filter((path) => {
      const isBegun = token.startsWith('$')
        ? path.toLowerCase().startsWith(typed)
        : path.toLowerCase().includes(`.${typed}`)
      return path !== token && isBegun
    })
    .map((path) => option(`${path} `, 'field', at))
}
