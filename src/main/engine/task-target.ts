/** Where a send task's messages go: through the faults of a local server's client, where it has some, else straight out. */
import { fail, type Result } from '../../shared/failure'
import type { Connection } from './net/connection'
import type { LocalServers } from './net/local-servers'
import type { FragmentedMessage, SendTarget } from './sending/send-target'

export class TaskTarget implements SendTarget {
  constructor(
    private readonly connection: Connection,
    private readonly servers: LocalServers,
  ) {}

  get isOpen(): boolean {
    return this.connection.isOpen
  }

  get queuedBytes(): number {
    return this.connection.queuedBytes
  }

  send(type: 'text' | 'binary', payload: Buffer): Promise<Result<void>> {
    const faulty = this.servers.sendThroughFaults(this.connection.id, type, payload)
    return faulty === undefined ? this.connection.send(type, payload) : Promise.resolve(faulty)
  }

  beginMessage(type: 'text' | 'binary'): Result<FragmentedMessage> {
    if (this.servers.hasFaults(this.connection.id)) {
      return fail(
        'ERR_NOT_OPEN',
        'This client has faults, and a message in fragments would go past them. Take them off first.',
      )
    }
    return this.connection.beginMessage(type)
  }
}
