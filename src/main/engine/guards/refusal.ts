/** What a guard answers instead of letting a request through. */
export interface Refusal {
  statusCode: number
  /** A sentence; the client reads it as JSON, the user as a row. */
  reason: string
  /** Beside the usual ones: `WWW-Authenticate`, `Retry-After`. */
  headers?: Readonly<Record<string, string>>
}
