/** What AsyncAPI 2 and 3 say of servers and channels, in one shape: they say the same in different places. */
import type { DocumentTree, Node } from './document-tree'

export interface ApiServer {
  key: string
  protocol: string
  /** With `{variables}`, with or without a scheme. */
  url: string
  variables: [name: string, node: Node][]
  /** Ways to log in, one of which is enough. */
  security: Node[]
}

export interface ApiChannel {
  /** With `{parameters}`. */
  address: string
  parameters: [name: string, node: Node][]
  /** The servers it is on; nothing for all. */
  serverKeys: ReadonlySet<string> | undefined
  /** `bindings.ws` */
  binding: Node | undefined
  /** Messages that a client gets, and that it sends. */
  received: Node[]
  sent: Node[]
}

export interface ApiModel {
  servers: ApiServer[]
  channels: ApiChannel[]
}

export type ReadModel = (root: Node, tree: DocumentTree) => ApiModel
