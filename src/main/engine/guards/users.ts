/**
 * Who a server knows, and how what a client gave is compared with it: as SHA-256 digests, with every user, whatever is
 * given. So the time it takes says neither how much of a secret was right nor whether a name exists.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { ServerUser } from '../../../shared/protocol/server-settings'

/** Whether two digests are the same; injected so that tests can count the comparisons. */
export type DigestsEqual = (one: Buffer, other: Buffer) => boolean

/** A user that was found; one without a secret is found by his name alone, and is never let in. */
export type Found = { kind: 'user'; user: ServerUser } | { kind: 'secretless'; user: ServerUser } | { kind: 'nobody' }

interface Entry {
  user: ServerUser
  name: Buffer
  secret: Buffer
  both: Buffer
}

export class Users {
  private readonly entries: readonly Entry[]

  constructor(
    users: readonly ServerUser[],
    private readonly areEqual: DigestsEqual = timingSafeEqual,
  ) {
    this.entries = users.map((user) => ({
      user,
      name: sha256(user.name),
      secret: sha256(user.secret),
      both: sha256(pair(user.name, user.secret)),
    }))
  }

  /** Whether there is anybody who can be let in. */
  get hasSecrets(): boolean {
    return this.entries.some(({ user }) => user.secret !== '')
  }

  named(name: string): ServerUser | undefined {
    return this.entries.find(({ user }) => user.name === name)?.user
  }

  findByPassword(name: string, password: string): Found {
    const both = this.first('both', sha256(pair(name, password)))
    // Looked for in every case: the time must not say that the first was found.
    const sameName = this.first('name', sha256(name))
    if (both !== undefined && both.secret !== '') return { kind: 'user', user: both }
    return sameName?.secret === '' ? { kind: 'secretless', user: sameName } : { kind: 'nobody' }
  }

  findBySecret(secret: string | Buffer): Found {
    const user = this.first('secret', sha256(secret))
    return user !== undefined && user.secret !== '' ? { kind: 'user', user } : { kind: 'nobody' }
  }

  private first(part: 'name' | 'secret' | 'both', digest: Buffer): ServerUser | undefined {
    let found: ServerUser | undefined
    for (const entry of this.entries) {
      const isSame = this.areEqual(entry[part], digest)
      found = isSame && found === undefined ? entry.user : found
    }
    return found
  }
}

export function sha256(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest()
}

/** No two pairs are written alike, whatever is in a name. */
function pair(name: string, secret: string): string {
  return JSON.stringify([name, secret])
}
