/**
 * What the user keeps beside connections and servers: environments, saved messages and filters, columns, colours. The window
 * edits it, the shell keeps it in the workspace, and a part that is written replaces that part.
 */
import * as v from 'valibot'

const TEXT_MAX = 64 * 1024
/** A saved message may be a document; more is a file's work. */
const MESSAGE_MAX = 1024 * 1024
const LIST_MAX = 500

const word = v.pipe(v.string(), v.maxLength(1_000))
const text = v.pipe(v.string(), v.maxLength(TEXT_MAX))
const list = <S extends v.GenericSchema>(item: S, max = LIST_MAX) => v.pipe(v.array(item), v.maxLength(max))

/** As `{{name}}` names it. */
export const VARIABLE_NAME = /^[A-Za-z_][\w.-]{0,99}$/

const variable = v.object({
  name: v.pipe(v.string(), v.maxLength(100)),
  value: v.optional(text, ''),
  /** Kept with the secrets, and shown to nobody who looks over a shoulder. */
  isSecret: v.optional(v.boolean(), false),
})

const environment = v.object({ name: word, variables: v.optional(list(variable), []) })

/** How a message was written; hex and base64 are binary. */
export const messageKinds = ['text', 'json', 'hex', 'base64'] as const

const savedMessage = v.object({
  name: word,
  kind: v.optional(v.picklist(messageKinds), 'text'),
  /** As typed. */
  content: v.optional(v.pipe(v.string(), v.maxLength(MESSAGE_MAX)), ''),
})

const savedFilter = v.object({ name: word, text: word })

/** Of the log: a JSON path (`$.price`) and what stands above it; nothing for the path itself. */
const column = v.object({ path: word, title: v.optional(word, ''), widthPx: v.optional(v.number(), 100) })

export const rowColours = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'grey'] as const

/** Rows that the filter matches have the colour of the first rule that does. */
const colourRule = v.object({ filter: word, colour: v.picklist(rowColours) })

const parts = {
  /** The variables of every environment, unless that has its own. */
  globals: v.optional(list(variable), []),
  environments: v.optional(list(environment, 100), []),
  /** The name of the one in use; nothing for none. */
  activeEnvironment: v.optional(word, ''),
  messages: v.optional(list(savedMessage), []),
  filters: v.optional(list(savedFilter), []),
  columns: v.optional(list(column, 20), []),
  colours: v.optional(list(colourRule, 50), []),
  /** Folders of connections in their order, empty ones too. */
  folders: v.optional(list(word), []),
}

export const desk = v.object(parts)
export const deskChange = v.partial(v.object(parts))

export type Desk = v.InferOutput<typeof desk>
export type DeskChange = v.InferOutput<typeof deskChange>
export type Variable = v.InferOutput<typeof variable>
export type Environment = v.InferOutput<typeof environment>
export type SavedMessage = v.InferOutput<typeof savedMessage>
export type SavedFilter = v.InferOutput<typeof savedFilter>
export type LogColumn = v.InferOutput<typeof column>
export type ColourRule = v.InferOutput<typeof colourRule>
export type RowColour = ColourRule['colour']

export function emptyDesk(): Desk {
  return v.parse(desk, {})
}

/** The variables in use: the environment's own before those of all. */
export function variablesOf({ globals, environments, activeEnvironment }: Desk): Variable[] {
  const own = environments.find(({ name }) => name === activeEnvironment)?.variables ?? []
  return [...own, ...globals.filter(({ name }) => !own.some((each) => each.name === name))]
}
