/**
 * Who may open a socket, decided on the HTTP request, before the upgrade. What a client gives is read in
 * `credentials.ts`, compared in `users.ts`; tickets are kept in `tickets.ts`.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { assertNever } from '../../../shared/assert-never'
import type { HeaderLine } from '../../../shared/protocol/handshake'
import type { AuthSettings, ServerUser } from '../../../shared/protocol/server-settings'
import {
  hiddenAuthorization,
  type NameAndPassword,
  type Read,
  readBasic,
  readBearer,
  readBody,
  readParameter,
  withHiddenParameter,
  withoutAuthorization,
  withoutParameter,
} from './credentials'
import type { Refusal } from './refusal'
import { AUTH_BODY_MAX_BYTES, giveTicket, refuseTicket, type TicketAnswer } from './ticket-answer'
import { Tickets } from './tickets'
import { type DigestsEqual, type Found, Users } from './users'

export { AUTH_BODY_MAX_BYTES, preflightHeaders, type TicketAnswer } from './ticket-answer'

export interface AdmittedUser {
  name: string
  mayPublish: boolean
}

export type Admission =
  /** `user` is undefined where nobody is asked who he is. */
  { isAdmitted: true; user: AdmittedUser | undefined } | { isAdmitted: false; refusal: Refusal }

interface Request {
  headers: IncomingHttpHeaders
  url: string | undefined
}

/** Where a request has what proves to us who the client is. */
interface Whereabouts {
  isInAuthorization: boolean
  parameter?: string
}

const TICKET_PARAMETER = 'ticket'
const BASIC = 'Basic realm="Feedscope", charset="UTF-8"'

export class Gatekeeper {
  private readonly tickets: Tickets
  private users: Users

  constructor(
    now: () => number,
    private settings: AuthSettings,
    private readonly areEqual?: DigestsEqual,
  ) {
    this.tickets = new Tickets(now)
    this.users = new Users(settings.users, areEqual)
  }

  /** Tickets given before stay good where tickets are still wanted, for users that are still there. */
  configure(settings: AuthSettings): void {
    this.settings = settings
    this.users = new Users(settings.users, this.areEqual)
    this.tickets.keepOnly((userName) => settings.kind === 'ticket' && this.users.named(userName) !== undefined)
  }

  admit(request: Request): Admission {
    const { kind, queryName } = this.settings
    const { authorization } = request.headers
    switch (kind) {
      case 'none':
        return { isAdmitted: true, user: undefined }
      case 'basic':
        if (authorization === undefined)
          return this.refuse('has no header Authorization: Basic with name and password.')
        return this.admitFound(this.findByPassword(readBasic(authorization)))
      case 'bearer':
        if (authorization === undefined) return this.refuse('has no header Authorization: Bearer with a token.')
        return this.admitFound(this.findBySecret(readBearer(authorization), 'token in its Authorization header'))
      case 'query':
        return this.admitFound(this.findBySecret(readParameter(request.url, queryName), `“${queryName}” in its URL`))
      case 'ticket':
        return this.admitTicket(readParameter(request.url, TICKET_PARAMETER))
      default:
        return assertNever(kind)
    }
  }

  /**
   * `POST /auth`.
   * @param request its body whole, or its first bytes past `AUTH_BODY_MAX_BYTES`
   */
  exchange({ headers, body }: { headers: IncomingHttpHeaders; body: string }): TicketAnswer {
    if (this.settings.kind !== 'ticket') {
      return refuseTicket({ statusCode: 404, reason: 'This server gives no tickets.' }, headers)
    }
    if (Buffer.byteLength(body) > AUTH_BODY_MAX_BYTES) {
      const reason = `The body is longer than ${AUTH_BODY_MAX_BYTES} bytes. Send {"user": "…", "password": "…"}.`
      return refuseTicket({ statusCode: 413, reason }, headers)
    }
    const { authorization } = headers
    if (authorization === undefined && body.trim() === '') {
      const what = 'has no credentials: send {"user": "…", "password": "…"} or Authorization: Basic.'
      return refuseTicket(this.unauthorized(what, BASIC), headers)
    }
    const given = authorization === undefined ? readBody(body) : readBasic(authorization)
    if (!given.isRead && authorization === undefined) {
      return refuseTicket({ statusCode: 400, reason: `The request ${given.wrong}` }, headers)
    }
    const found = this.findByPassword(given)
    if (typeof found === 'string') return refuseTicket(this.unauthorized(found, BASIC), headers)
    if (found.may === 'nothing') return refuseTicket(forbidden(found), headers)
    const { ticketSeconds } = this.settings
    return giveTicket(this.tickets.give(found.name, ticketSeconds * 1_000), ticketSeconds, headers)
  }

  /** What holds now of a user who is in. @returns undefined if he may not be in any more */
  standingOf(user: AdmittedUser): AdmittedUser | undefined {
    // Where nobody is asked who he is, everybody may speak.
    if (this.settings.kind === 'none') return { name: user.name, mayPublish: true }
    const known = this.users.named(user.name)
    return known === undefined || known.may === 'nothing' ? undefined : admittedAs(known)
  }

  /** The URL and headers without what proves who the client is, for a tap that passes the request on. */
  withoutCredentials({ headers, url = '' }: Request): { url: string; headers: IncomingHttpHeaders } {
    const { isInAuthorization, parameter } = this.whereabouts(headers)
    return {
      url: parameter === undefined ? url : withoutParameter(url, parameter),
      headers: isInAuthorization ? withoutAuthorization(headers) : headers,
    }
  }

  /** The URL and headers for people to look at: with what proves who the client is, but not readable. */
  withHiddenCredentials(
    { headers, url = '' }: Request,
    lines: readonly HeaderLine[],
  ): { url: string; headers: HeaderLine[] } {
    const { isInAuthorization, parameter } = this.whereabouts(headers)
    return {
      url: parameter === undefined ? url : withHiddenParameter(url, parameter),
      headers: lines.map(([name, value]) => {
        const isHidden = isInAuthorization && name.toLowerCase() === 'authorization'
        return [name, isHidden ? hiddenAuthorization(value) : value]
      }),
    }
  }

  private whereabouts({ authorization = '' }: IncomingHttpHeaders): Whereabouts {
    const { kind, queryName } = this.settings
    switch (kind) {
      case 'none':
        return { isInAuthorization: false }
      case 'basic':
      case 'bearer':
        return { isInAuthorization: true }
      case 'query':
        return { isInAuthorization: false, parameter: queryName }
      case 'ticket':
        // A browser that sent Basic to /auth sends it by itself with what follows.
        return { isInAuthorization: /^basic\b/i.test(authorization), parameter: TICKET_PARAMETER }
      default:
        return assertNever(kind)
    }
  }

  /** @returns the user, or what is wrong as in “The request …” */
  private findByPassword(given: Read<NameAndPassword>): ServerUser | string {
    if (!given.isRead) return given.wrong
    const { name, password } = given.value
    return userOr('has a wrong name or password.', this.users.findByPassword(name, password))
  }

  private findBySecret(given: Read<string | Buffer>, what: string): ServerUser | string {
    if (!given.isRead) return given.wrong
    const { value } = given
    // The commonest reason why a right token is wrong.
    const hint =
      typeof value === 'string' && value.includes(' ') ? ' (A + in a URL means a space: write it as %2B.)' : ''
    return userOr(`has a wrong ${what}.${hint}`, this.users.findBySecret(value))
  }

  private admitTicket(given: Read<string>): Admission {
    if (!given.isRead) return this.refuse(`${given.wrong} (POST /auth gives one for credentials.)`)
    const taken = this.tickets.take(given.value)
    switch (taken.kind) {
      case 'user': {
        const user = this.users.named(taken.userName)
        return user === undefined ? this.refuse(TICKET_WRONG.withdrawn) : this.admitFound(user)
      }
      case 'used':
      case 'expired':
      case 'withdrawn':
      case 'unknown':
        return this.refuse(TICKET_WRONG[taken.kind])
      default:
        return assertNever(taken)
    }
  }

  private admitFound(found: ServerUser | string): Admission {
    if (typeof found === 'string') return this.refuse(found)
    if (found.may === 'nothing') return { isAdmitted: false, refusal: forbidden(found) }
    return { isAdmitted: true, user: admittedAs(found) }
  }

  private refuse(wrong: string): Admission {
    return { isAdmitted: false, refusal: this.unauthorized(wrong, this.challenge()) }
  }

  private unauthorized(wrong: string, challenge: string): Refusal {
    const nobody = this.users.hasSecrets
      ? ''
      : " None of the server's users has a secret, so nobody is let in: give one."
    return { statusCode: 401, reason: `The request ${wrong}${nobody}`, headers: { 'WWW-Authenticate': challenge } }
  }

  /** Due with every 401 (RFC 9110, section 11.6.1); the last two are schemes of our own, which browsers pass over. */
  private challenge(): string {
    const { kind, queryName } = this.settings
    switch (kind) {
      case 'none':
      case 'basic':
        return BASIC
      case 'bearer':
        return 'Bearer'
      case 'query':
        return `Query realm="Feedscope", parameter="${queryName}"`
      case 'ticket':
        return 'Ticket realm="Feedscope"'
      default:
        return assertNever(kind)
    }
  }
}

const TICKET_WRONG = {
  used: 'has a ticket that was used already: each opens one socket. Get another from POST /auth.',
  expired: 'has a ticket that has expired. Get another from POST /auth, and connect at once.',
  withdrawn: 'has a ticket that was withdrawn: its user is gone, or has too many. Get another from POST /auth.',
  unknown: 'has a ticket that this server did not give, or long ago. Get one from POST /auth.',
}

function userOr(wrong: string, found: Found): ServerUser | string {
  switch (found.kind) {
    case 'user':
      return found.user
    case 'secretless':
      return `names the user “${found.user.name}”, who has no secret and is never let in: give him one.`
    case 'nobody':
      return wrong
    default:
      return assertNever(found)
  }
}

function admittedAs({ name, may }: ServerUser): AdmittedUser {
  return { name, mayPublish: may === 'publish' }
}

function forbidden(user: ServerUser): Refusal {
  return { statusCode: 403, reason: `The user “${user.name}” may not connect to this server.` }
}
