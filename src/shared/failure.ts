/**
 * Failure as data. Every expected failure has a stable code that people can search for and scripts can compare;
 * `docs/errors.md` lists them all (a test keeps the two alike). Exceptions are for bugs only.
 */

export const errorCodes = [
  // what the user typed
  'ERR_URL_INVALID',
  'ERR_HEADER_INVALID',
  'ERR_SUBPROTOCOL_INVALID',
  'ERR_VARIABLE_UNKNOWN',
  'ERR_CLOSE_CODE_INVALID',
  'ERR_CLOSE_REASON_TOO_LONG',
  'ERR_CONTROL_PAYLOAD_TOO_LONG',
  'ERR_MESSAGE_TOO_LARGE',
  'ERR_OPTION_INVALID',
  'ERR_FILTER_INVALID',
  'ERR_SCHEMA_INVALID',
  'ERR_RULE_INVALID',
  'ERR_SETTINGS_INVALID',
  'ERR_LINK_INVALID',
  'ERR_CA_INVALID',
  // reaching a server
  'ERR_CONNECTION_REFUSED',
  'ERR_CONNECTION_RESET',
  'ERR_DNS',
  'ERR_UNREACHABLE',
  'ERR_TIMEOUT',
  'ERR_TLS_UNTRUSTED',
  'ERR_TLS_EXPIRED',
  'ERR_TLS_HOST_MISMATCH',
  'ERR_TLS_PIN_MISMATCH',
  'ERR_TLS_CLIENT_CERTIFICATE',
  'ERR_TLS_PROTOCOL',
  'ERR_HANDSHAKE_REFUSED',
  'ERR_HANDSHAKE_INVALID',
  'ERR_REDIRECT_REFUSED',
  'ERR_PROXY_FAILED',
  'ERR_PROXY_REFUSED',
  'ERR_LOGIN_REFUSED',
  'ERR_LOGIN_ANSWER',
  'ERR_CANCELLED',
  // an open connection
  'ERR_PROTOCOL',
  'ERR_INVALID_UTF8',
  'ERR_NOT_OPEN',
  'ERR_SEND_FAILED',
  'ERR_SEND_QUEUE_FULL',
  'ERR_SEND_BUSY',
  // the local server
  'ERR_PORT_IN_USE',
  'ERR_PORT_FORBIDDEN',
  'ERR_LISTEN_FAILED',
  'ERR_HOST_INVALID',
  'ERR_CERTIFICATE_INVALID',
  'ERR_CERTIFICATE_FAILED',
  'ERR_ALREADY_RUNNING',
  'ERR_BEHAVIOUR_FAULT',
  // keeping what came
  'ERR_DISK_FULL',
  'ERR_DISK_FAILED',
  'ERR_DISK_SLOW',
  // files the user chooses
  'ERR_FILE_UNREADABLE',
  'ERR_FILE_UNWRITABLE',
  'ERR_FILE_NEWER',
  // what decoders are given
  'ERR_DECODE_FAILED',
  'ERR_PROTO_INVALID',
  // the app itself
  'ERR_TOO_MANY',
  'ERR_NOT_FOUND',
  'ERR_CALL_INVALID',
  'ERR_ENGINE_FAULT',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export interface Failure {
  code: ErrorCode
  /** A sentence: what failed, why, what to do. Shown to the user as it is. */
  message: string
  /** A free port to use instead; only with `ERR_PORT_IN_USE`. */
  suggestedPort?: number
  /** Where in what the user typed, in UTF-16 units; `to` is one past its last. Only with `ERR_FILTER_INVALID`. */
  at?: { from: number; to: number }
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function fail(
  code: ErrorCode,
  message: string,
  more: Omit<Failure, 'code' | 'message'> = {},
): { ok: false; error: Failure } {
  return { ok: false, error: { code, message, ...more } }
}
