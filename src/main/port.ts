/**
 * What passes between the shell and the engine's thread: the contract's two verbs, each with the session it is of, and the one
 * thing that the engine asks of its host.
 */
import type { Result } from '../shared/failure'

export type ToEngine =
  | { verb: 'attach'; sessionId: number }
  | { verb: 'detach'; sessionId: number }
  | { verb: 'call'; sessionId: number; callId: number; name: string; args: unknown }
  /** What the system answered; nothing where it could not be asked. */
  | { verb: 'proxy'; sessionId: 0; askId: number; answer: string | undefined }
  /** Close everything, then end the thread. */
  | { verb: 'dispose'; sessionId: 0 }

export type FromEngine =
  | { verb: 'answer'; callId: number; result: Result<unknown> }
  /** Which proxy does the system want for this URL? */
  | { verb: 'ask-proxy'; askId: number; url: string }
  | { verb: 'push'; sessionId: number; name: string; payload: unknown }
