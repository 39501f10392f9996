/** An AsyncAPI document read into connections: each of its WebSocket servers with each of its channels. */
import type { ConnectionSettings } from '../../../../shared/protocol/connection-settings'
import { VARIABLE_NAME, type Variable } from '../../../../shared/protocol/desk'
import { readVersion2 } from './asyncapi-2'
import { readVersion3 } from './asyncapi-3'
import type { ApiChannel, ApiServer } from './asyncapi-model'
import { authOf } from './asyncapi-security'
import { DocumentTree, isNode, listOf, type Node, textOf } from './document-tree'
import { IMPORTED_MAX, type ImportResult, makeConnection, Notes } from './imported'
import { schemaText } from './message-schema'

const PROTOCOLS = new Set(['ws', 'wss'])
/** Of a folder's name; a title may be a sentence. */
const TITLE_MAX_LENGTH = 80

/** @param document parsed from YAML or JSON */
export function readAsyncApi(document: unknown): ImportResult {
  if (!isNode(document) || textOf(document.asyncapi) === '') {
    return { ok: false, problem: 'This is no AsyncAPI document: it does not say “asyncapi” and a version.' }
  }
  const version = textOf(document.asyncapi)
  const read = version.startsWith('2.') ? readVersion2 : version.startsWith('3.') ? readVersion3 : undefined
  if (read === undefined) {
    return { ok: false, problem: `This is an AsyncAPI document of version ${version.slice(0, 20)}; 2 and 3 are read.` }
  }
  const notes = new Notes()
  const tree = new DocumentTree(document, notes)
  const { servers, channels } = read(document, tree)
  const spoken = servers.filter(({ protocol }) => PROTOCOLS.has(protocol))
  for (const { key, protocol } of servers) {
    if (!PROTOCOLS.has(protocol))
      notes.add(`The server ${key} speaks ${protocol || 'nothing that it names'}, not ws or wss: it is left out.`)
  }
  if (spoken.length === 0) {
    return { ok: false, problem: 'None of this document’s servers speaks ws or wss.' }
  }
  const folder = folderOf(tree, document)
  const variables = new Variables()
  const connections: ConnectionSettings[] = []
  const shownChannels = channels.length > 0 ? channels : [ROOT]
  for (const server of spoken) {
    for (const channel of shownChannels) {
      if (channel.serverKeys !== undefined && !channel.serverKeys.has(server.key)) continue
      if (connections.length === IMPORTED_MAX) {
        notes.add(`Of the connections, the first ${IMPORTED_MAX} are made.`)
        break
      }
      const made = connect(server, channel, { folder, tree, variables, notes, document })
      if (made !== undefined) connections.push(made)
    }
  }
  if (connections.length === 0)
    return { ok: false, problem: 'None of this document’s channels is on a server that speaks ws or wss.' }
  return {
    ok: true,
    value: { what: `an AsyncAPI ${version} document`, connections, variables: variables.list(), notes: notes.list() },
  }
}

const ROOT: ApiChannel = {
  address: '/',
  parameters: [],
  serverKeys: undefined,
  binding: undefined,
  received: [],
  sent: [],
}

interface Around {
  folder: string
  tree: DocumentTree
  variables: Variables
  notes: Notes
  document: Node
}

function connect(server: ApiServer, channel: ApiChannel, around: Around): ConnectionSettings | undefined {
  const { folder, tree, variables, notes, document } = around
  const named = (list: readonly [string, Node][], known: Map<string, string>) => {
    for (const [name, node] of list) known.set(name, variables.take(name, firstValue(tree, node), server.key))
    return known
  }
  const serverNames = named(server.variables, new Map())
  const base = fillNames(server.url, serverNames).replace(/\/+$/, '')
  const path = fillNames(channel.address, named(channel.parameters, new Map(serverNames))).replace(/^\/+/, '')
  const scheme = /^wss?:\/\//i.test(base) ? '' : `${server.protocol}://`
  const url =
    scheme +
    base.replace(/^[a-z][a-z0-9+.-]*:\/\//i, (found) => (scheme === '' ? found : '')) +
    (path === '' ? '/' : `/${path}`)
  const name = `${server.key} ${channel.address}`.slice(0, 200)
  const { binding } = channel
  const method = textOf(binding?.method)
  if (method !== '' && method.toUpperCase() !== 'GET') notes.add(`A WebSocket handshake is a GET, not a ${method}.`)
  const pairs = (schema: unknown, what: 'query' | 'header') =>
    bindingPairs(schema, what, name, { ...around, serverKey: server.key })
  const contentType = textOf(document.defaultContentType)
  const typed = (messages: readonly Node[]) =>
    messages.map((each) => ({ ...(contentType && { contentType }), ...each }))
  return makeConnection(
    url,
    {
      name,
      folder,
      query: pairs(binding?.query, 'query'),
      headers: pairs(binding?.headers, 'header'),
      auth: authOf(server.security, `The server ${server.key}`, notes),
      validation: {
        received: schemaText(tree, typed(channel.received), `what ${channel.address} sends`, notes),
        sent: schemaText(tree, typed(channel.sent), `what ${channel.address} takes`, notes),
      },
    },
    notes,
  )
}

/** What a binding's schema demands of the handshake: names with a value that is given, else with a variable of their name. */
function bindingPairs(
  schema: unknown,
  what: 'query' | 'header',
  title: string,
  { tree, variables, notes, serverKey }: Around & { serverKey: string },
): [string, string][] {
  const node = tree.node(schema)
  if (node === undefined) return []
  const required = new Set(listOf(node.required).map(textOf))
  return tree.nodes(node.properties).flatMap(([name, property]): [string, string][] => {
    const value = firstValue(tree, { ...property, enum: required.has(name) ? property.enum : undefined })
    if (value !== '') return [[name, value]]
    if (required.has(name)) return [[name, `{{${variables.take(name, '', serverKey)}}}`]]
    notes.add(`${title} may be given the ${what} ${name}: it is not.`)
    return []
  })
}

/** A default, a constant, the first of what it may be. */
function firstValue(tree: DocumentTree, node: Node): string {
  const schema = tree.node(node.schema) ?? {}
  const [value] = [node, schema]
    .flatMap((each) => [textOf(each.default), textOf(each.const), textOf(listOf(each.enum)[0])])
    .filter((each) => each !== '')
  return value ?? ''
}

/** `{region}` → `{{region}}` */
function fillNames(template: string, names: ReadonlyMap<string, string>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => `{{${names.get(name) ?? variableName(name)}}}`)
}

function folderOf(tree: DocumentTree, document: Node): string {
  const title = textOf(tree.node(document.info)?.title)
    .replace(/[/\s]+/g, ' ')
    .trim()
  return title.slice(0, TITLE_MAX_LENGTH).trim() || 'AsyncAPI'
}

/** Variables by name; two servers that mean different things by one name have one each. */
class Variables {
  private readonly byName = new Map<string, Variable>()

  /** @returns the name it has here */
  take(name: string, value: string, serverKey: string): string {
    const plain = variableName(name)
    const known = this.byName.get(plain)
    if (known !== undefined && known.value !== value) return this.put(variableName(`${serverKey}.${name}`), value)
    return this.put(plain, value)
  }

  list(): Variable[] {
    return [...this.byName.values()]
  }

  private put(name: string, value: string): string {
    this.byName.set(name, { name, value, isSecret: false })
    return name
  }
}

function variableName(name: string): string {
  const clean = name.replace(/[^\w.-]/g, '_').slice(0, 100)
  return VARIABLE_NAME.test(clean) ? clean : `_${clean}`.slice(0, 100)
}
