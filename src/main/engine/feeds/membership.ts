/** Which connections a scope is made of: one, all, or a server with every peer it ever accepted. */
import { assertNever } from '../../../shared/assert-never'
import type { Scope } from '../../../shared/protocol/feed'

export class Membership {
  private readonly serverOf = new Map<number, number>()
  private readonly peersOf = new Map<number, number[]>()

  /** Frames of the connection belong to the server from now on. */
  join(serverId: number, connectionId: number): void {
    this.serverOf.set(connectionId, serverId)
    const peers = this.peersOf.get(serverId)
    if (peers === undefined) this.peersOf.set(serverId, [connectionId])
    else peers.push(connectionId)
  }

  /** @returns undefined for what is no client */
  serverIdOf(connectionId: number): number | undefined {
    return this.serverOf.get(connectionId)
  }

  contains(scope: Scope, connectionId: number): boolean {
    switch (scope.kind) {
      case 'all':
        return true
      case 'connection':
        return connectionId === scope.id
      case 'server':
        // A server's own rows carry its id.
        return connectionId === scope.id || this.serverOf.get(connectionId) === scope.id
      default:
        return assertNever(scope)
    }
  }

  /** @returns undefined for all there are */
  idsOf(scope: Scope): number[] | undefined {
    switch (scope.kind) {
      case 'all':
        return undefined
      case 'connection':
        return [scope.id]
      case 'server':
        return [scope.id, ...(this.peersOf.get(scope.id) ?? [])]
      default:
        return assertNever(scope)
    }
  }
}
