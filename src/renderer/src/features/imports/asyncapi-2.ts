/**
 * AsyncAPI 2.x. Its operations are named from the client's side: `subscribe` is what a client gets, `publish` what it sends
 * (https://www.asyncapi.com/docs/reference/specification/v2.6.0#channelItemObject).
 */
import type { ReadModel } from './asyncapi-model'
import { type DocumentTree, listOf, type Node, textOf } from './document-tree'

export const readVersion2: ReadModel = (root, tree) => {
  const schemes = new Map(tree.nodes(tree.node(root.components)?.securitySchemes))
  const servers = tree.nodes(root.servers).map(([key, server]) => ({
    key,
    protocol: textOf(server.protocol).toLowerCase(),
    url: textOf(server.url),
    variables: tree.nodes(server.variables),
    security: tree.list(server.security).flatMap((requirement) =>
      Object.keys(requirement).flatMap((name) => {
        const scheme = schemes.get(name)
        return scheme === undefined ? [] : [scheme]
      }),
    ),
  }))
  const channels = tree.nodes(root.channels).map(([address, channel]) => {
    const keys = listOf(channel.servers).map(textOf)
    return {
      address,
      parameters: tree.nodes(channel.parameters),
      serverKeys: keys.length === 0 ? undefined : new Set(keys),
      binding: tree.node(tree.node(channel.bindings)?.ws),
      received: messagesOf(tree, channel.subscribe),
      sent: messagesOf(tree, channel.publish),
    }
  })
  return { servers, channels }
}

function messagesOf(tree: DocumentTree, operation: unknown): Node[] {
  const message = tree.node(tree.node(operation)?.message)
  if (message === undefined) return []
  if (!Array.isArray(message.oneOf)) return [message]
  return tree.list(message.oneOf)
}
