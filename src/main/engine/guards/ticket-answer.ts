/**
 * What `POST /auth` answers. A page of another origin may read it, if the server lets that origin in at all: whoever
 * calls has asked `checkOrigin` before.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Refusal } from './refusal'

/** Of a request to `/auth`: a name and a password, no more. */
export const AUTH_BODY_MAX_BYTES = 4 * 1024
/** A browser asks again after so long whether it may post. */
const PREFLIGHT_SECONDS = '600'

export interface TicketAnswer {
  statusCode: number
  headers: Record<string, string>
  /** Goes out as JSON. */
  body: object
}

export function refuseTicket(
  { statusCode, reason, headers = {} }: Refusal,
  request: IncomingHttpHeaders,
): TicketAnswer {
  return { statusCode, headers: { ...headersFor(request), ...headers }, body: { error: reason } }
}

export function giveTicket(ticket: string, expiresInSeconds: number, request: IncomingHttpHeaders): TicketAnswer {
  return { statusCode: 200, headers: headersFor(request), body: { ticket, expiresInSeconds } }
}

/** Headers of the 204 for `OPTIONS /auth`: browsers ask before they post JSON or an Authorization header. */
export function preflightHeaders(request: IncomingHttpHeaders): Record<string, string> {
  return {
    ...headersFor(request),
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    'Access-Control-Max-Age': PREFLIGHT_SECONDS,
  }
}

function headersFor({ origin }: IncomingHttpHeaders): Record<string, string> {
  const headers = { 'Cache-Control': 'no-store', Vary: 'Origin' }
  return origin === undefined ? headers : { ...headers, 'Access-Control-Allow-Origin': origin }
}
