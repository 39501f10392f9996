/**
 * AsyncAPI 3.x. Its operations are named from the side of the application that is described, here the server: what it sends a
 * client gets, what it receives a client sends; a reply goes the other way
 * (https://www.asyncapi.com/docs/reference/specification/v3.0.0#operationObject).
 */
import type { ReadModel } from './asyncapi-model'
import { type DocumentTree, type Node, textOf } from './document-tree'

export const readVersion3: ReadModel = (root, tree) => {
  const servers = tree.nodes(root.servers).map(([key, server]) => ({
    key,
    protocol: textOf(server.protocol).toLowerCase(),
    url: `${textOf(server.host)}${textOf(server.pathname)}`,
    variables: tree.nodes(server.variables),
    security: tree.list(server.security),
  }))
  const operations = tree.nodes(root.operations)
  const channels = tree.nodes(root.channels).flatMap(([key, channel]) => {
    // A null address is not known until the program runs: nobody can dial it.
    if (channel.address === null) return []
    const on = tree.list(channel.servers)
    const keys = tree.nodes(root.servers).flatMap(([name, server]) => (on.includes(server) ? [name] : []))
    const messages = (action: string) =>
      operations.flatMap(([, operation]) => {
        const isOurs = tree.node(operation.channel) === channel
        const reply = tree.node(operation.reply)
        const replyChannel = reply?.channel === undefined ? operation.channel : reply.channel
        const answers = reply !== undefined && tree.node(replyChannel) === channel && operation.action !== action
        return [
          ...(isOurs && operation.action === action ? messagesOf(tree, operation.messages, channel) : []),
          ...(answers ? messagesOf(tree, reply.messages, channel) : []),
        ]
      })
    return {
      address: textOf(channel.address) || key,
      parameters: tree.nodes(channel.parameters),
      serverKeys: on.length === 0 ? undefined : new Set(keys),
      binding: tree.node(tree.node(channel.bindings)?.ws),
      received: messages('send'),
      sent: messages('receive'),
    }
  })
  return { servers, channels }
}

/** Those an operation names; all of its channel where it names none. */
function messagesOf(tree: DocumentTree, named: unknown, channel: Node): Node[] {
  if (Array.isArray(named)) return tree.list(named)
  return tree.nodes(channel.messages).map(([, message]) => message)
}
