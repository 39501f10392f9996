/** Turns what `ws` and zlib throw on an open connection into a stable code, a sentence, and the close code that went out. */
import type { ErrorCode, Failure } from '../../../shared/failure'

export interface SocketError extends Pick<Failure, 'code' | 'message'> {
  /** Of the close frame that `ws` has sent; none when the network failed. */
  closeCode?: number
}

/** The codes that `ws` and zlib give their errors, and the close code that goes out with each. */
export function describeSocketError({ code = '', message }: Error & { code?: string }): SocketError {
  switch (code) {
    case 'WS_ERR_INVALID_UTF8':
      return { code: 'ERR_INVALID_UTF8', message: 'The other side sent text that is not valid UTF-8.', closeCode: 1007 }
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return {
        code: 'ERR_MESSAGE_TOO_LARGE',
        message: 'The other side sent a message larger than the limit.',
        closeCode: 1009,
      }
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return {
        code: 'ERR_MESSAGE_TOO_LARGE',
        message: 'The other side sent a message in more fragments than Feedscope takes.',
        closeCode: 1008,
      }
  }
  const broken: ErrorCode = 'ERR_PROTOCOL'
  if (code.startsWith('WS_ERR_') || code === '') {
    return { code: broken, message: `The other side broke the protocol: ${message}.`, closeCode: 1002 }
  }
  if (code.startsWith('Z_')) {
    return {
      code: broken,
      message: `The other side sent a message that does not inflate: ${message}.`,
      closeCode: 1007,
    }
  }
  return { code: 'ERR_CONNECTION_RESET', message: `The network failed: ${message}.` }
}
