/** What passes between the shell and the engine's thread: the contract's two verbs, each with the session it is of. */
import type { Result } from '../shared/failure'

export type ToEngine =
  | { verb: 'attach'; sessionId: number }
  | { verb: 'detach'; sessionId: number }
  | { verb: 'call'; sessionId: number; callId: number; name: string; args: unknown }
  /** Close everything, then end the thread. */
  | { verb: 'dispose'; sessionId: 0 }

export type FromEngine =
  | { verb: 'answer'; callId: number; result: Result<unknown> }
  | { verb: 'push'; sessionId: number; name: string; payload: unknown }
