/**
 * Whether the other side of a TLS session is to be trusted, and if not, why. Everything is looked at, not only the first fault:
 * who is to trust a certificate by its fingerprint shall know all that is wrong with it.
 */
import { checkServerIdentity, type TLSSocket } from 'node:tls'
import type { Failure } from '../../../shared/failure'
import type { Certificate, TlsSession } from '../../../shared/protocol/handshake'
import type { Trust } from './trust'

const BY_FINGERPRINT = 'or compare its fingerprint and trust it for this connection'

/** A fault of a certificate, in words that do for a list of them. */
interface Fault {
  code: 'ERR_TLS_UNTRUSTED' | 'ERR_TLS_EXPIRED' | 'ERR_TLS_HOST_MISMATCH'
  /** Begins with “It”. */
  what: string
  toDo: string
}

/**
 * @param socket after `secureConnect`, with `rejectUnauthorized` off and no check of the name
 * @param host whom the user dialled, for the sentences
 * @returns the session with `distrust` and `pin`; and the failure where it must not be used
 */
export function judgeSession(
  socket: TLSSocket,
  shown: TlsSession,
  { name, pin }: Pick<Trust, 'name' | 'pin'>,
  host: string,
): { session: TlsSession; failure?: Failure } {
  const faults = faultsOf(socket, shown, name)
  const session: TlsSession = {
    ...shown,
    ...(faults.length > 0 && { distrust: faults.map(({ what }) => what).join(' ') }),
    ...(pin !== '' && { pin }),
  }
  if (pin !== '') {
    const came = shown.chain[0]?.fingerprint256
    return came === pin ? { session } : { session, failure: mismatch(host, came) }
  }
  const [first] = faults
  if (first === undefined) return { session }
  const message = `${host} showed a certificate that is not trusted. ${session.distrust} ${first.toDo}`
  return { session, failure: { code: first.code, message } }
}

function mismatch(host: string, came: string | undefined): Failure {
  const shown = came === undefined ? 'it showed none' : `its SHA-256 is ${came}`
  return {
    code: 'ERR_TLS_PIN_MISMATCH',
    message: `${host} showed another certificate than the one pinned for this connection: ${shown}. Nothing was sent to it. If its owner has replaced it, compare the fingerprint and trust the new one; if not, somebody may stand between you.`,
  }
}

function faultsOf(socket: TLSSocket, { chain }: TlsSession, name: string): Fault[] {
  const [leaf] = chain
  if (leaf === undefined) {
    const toDo = `Have its owner give it one.`
    return [{ code: 'ERR_TLS_UNTRUSTED', what: 'It has none at all.', toDo }]
  }
  // A string at run time, whatever its type says.
  const verifyCode = socket.authorized ? '' : String(socket.authorizationError ?? '')
  const authority = authorityFault(verifyCode, chain)
  const date = dateFault(leaf)
  const identity = checkServerIdentity(name, socket.getPeerCertificate())
  return [
    ...(authority === undefined || (date !== undefined && isDateCode(verifyCode)) ? [] : [authority]),
    ...(date === undefined ? [] : [date]),
    ...(identity === undefined ? [] : [nameFault(leaf, name)]),
  ]
}

function isDateCode(verifyCode: string): boolean {
  return verifyCode === 'CERT_HAS_EXPIRED' || verifyCode === 'CERT_NOT_YET_VALID'
}

function authorityFault(verifyCode: string, chain: readonly Certificate[]): Fault | undefined {
  const last = chain[chain.length - 1] as Certificate
  const untrusted = (what: string, toDo: string): Fault => ({ code: 'ERR_TLS_UNTRUSTED', what, toDo })
  const chooseAuthority = `Choose its authority as the CA file of this connection, ${BY_FINGERPRINT}.`
  switch (verifyCode) {
    case '':
      return undefined
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return untrusted(
        'It is self-signed: no authority vouches for it.',
        `Choose it as the CA file of this connection, ${BY_FINGERPRINT}.`,
      )
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return untrusted(`It is signed by “${last.subject}”, which this computer does not trust.`, chooseAuthority)
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return untrusted(
        `It is signed by “${last.issuer}”, which this computer does not know and the server did not send.`,
        `Have the server send its whole chain, choose its authority as the CA file of this connection, ${BY_FINGERPRINT}.`,
      )
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return {
        code: 'ERR_TLS_EXPIRED',
        what: `It is signed by one that ${verifyCode === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}.`,
        toDo: `Have its owner renew it, ${BY_FINGERPRINT}.`,
      }
    default:
      return untrusted(`It does not hold (${verifyCode}).`, chooseAuthority)
  }
}

function dateFault({ validFrom, validTo }: Certificate): Fault | undefined {
  const nowMs = Date.now()
  const code = 'ERR_TLS_EXPIRED'
  if (nowMs > Date.parse(validTo)) {
    return { code, what: `It expired on ${validTo}.`, toDo: `Have its owner renew it, ${BY_FINGERPRINT}.` }
  }
  if (nowMs < Date.parse(validFrom)) {
    return {
      code,
      what: `It is not valid before ${validFrom}.`,
      toDo: `Check this computer's clock, ${BY_FINGERPRINT}.`,
    }
  }
  return undefined
}

function nameFault({ subjectAltNames, subject }: Certificate, name: string): Fault {
  const names = subjectAltNames.replace(/\b(DNS|IP Address):/g, '') || subject
  return {
    code: 'ERR_TLS_HOST_MISMATCH',
    what: `It is for ${names}, not for ${name}.`,
    toDo: `Connect by a name it is for, write that name as the server name of this connection, ${BY_FINGERPRINT}.`,
  }
}
