/** What a task sends to, as far as it needs to know: a connection we dialled, or a client of a local server. */
import type { Result } from '../../../shared/failure'

export interface SendTarget {
  readonly isOpen: boolean
  /** Handed over and not yet taken by the kernel. */
  readonly queuedBytes: number
  /** @returns once the kernel has it; `ERR_NOT_OPEN`, `ERR_SEND_QUEUE_FULL`, `ERR_SEND_FAILED` */
  send(type: 'text' | 'binary', payload: Buffer): Promise<Result<void>>
  /** Begins one message that is sent in fragments. Others wait until it has ended. @returns `ERR_NOT_OPEN`, `ERR_SEND_BUSY` */
  beginMessage(type: 'text' | 'binary'): Result<FragmentedMessage>
}

/** A message on its way in fragments (RFC 6455, section 5.4). */
export interface FragmentedMessage {
  /** @returns once the kernel has it */
  send(fragment: Buffer, isLast: boolean): Promise<Result<void>>
}

/** @returns undefined for a connection that is no longer there */
export type FindTarget = (connectionId: number) => SendTarget | undefined
