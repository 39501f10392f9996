/** The first way to log in that is spoken here; what it needs the user has to say, and is told so. */
import type { ConnectionAuth } from '../../../../shared/protocol/connection-settings'
import { type Node, textOf } from './document-tree'
import type { Notes } from './imported'

export function authOf(schemes: readonly Node[], title: string, notes: Notes): ConnectionAuth {
  for (const scheme of schemes) {
    const auth = readScheme(scheme)
    if (auth === undefined) continue
    notes.add(`${title} asks for ${describe(auth)}: give it one in the connection’s settings.`)
    return auth
  }
  for (const scheme of schemes) {
    const type = textOf(scheme.type)
    if (type.toUpperCase() === 'X509')
      notes.add(`${title} asks for a client certificate: choose one in the connection’s settings.`)
    else notes.add(`${title} asks for a way to log in that is not known here: ${type || 'none is named'}.`)
  }
  return { kind: 'none' }
}

function readScheme(scheme: Node): ConnectionAuth | undefined {
  const place = textOf(scheme.in)
  switch (textOf(scheme.type)) {
    case 'userPassword':
      return { kind: 'basic', user: '', password: '' }
    case 'http':
      if (textOf(scheme.scheme).toLowerCase() === 'basic') return { kind: 'basic', user: '', password: '' }
      return textOf(scheme.scheme).toLowerCase() === 'bearer' ? { kind: 'bearer', token: '' } : undefined
    case 'oauth2':
    case 'openIdConnect':
      return { kind: 'bearer', token: '' }
    case 'httpApiKey':
      if (place !== 'header' && place !== 'query') return undefined
      return { kind: 'api-key', in: place, name: textOf(scheme.name) || 'X-Api-Key', value: '' }
    case 'apiKey':
      // Of the protocol's own user or password, which HTTP has in Basic.
      return place === 'user' || place === 'password' ? { kind: 'basic', user: '', password: '' } : undefined
    default:
      return undefined
  }
}

function describe(auth: ConnectionAuth): string {
  switch (auth.kind) {
    case 'basic':
      return 'a user and a password'
    case 'api-key':
      return `a key (${auth.name})`
    default:
      return 'a token'
  }
}
