/**
 * What is sent whenever a connection has opened: who we are, what we want to hear. One after the other, each after its wait; a
 * message that cannot be sent ends it, since the next may make sense only after it.
 */
import { fail, ok, type Result } from '../../../shared/failure'
import type { OnOpenMessage } from '../../../shared/protocol/connection-settings'
import type { Connection } from './connection'

const HEX = /^(?:[0-9a-f]{2})*$/i

export class OpeningMessages {
  private timer: NodeJS.Timeout | undefined
  /** Another number for each opening: what began at an earlier one has ended. */
  private run = 0

  constructor(
    private readonly connection: Connection,
    /** A text with its variables filled in. */
    private readonly fill: (text: string) => Result<string>,
  ) {}

  /** The connection has just opened. */
  start(messages: readonly OnOpenMessage[]): void {
    this.stop()
    if (messages.length > 0) void this.sendAll(messages, this.run)
  }

  /** It is not open any more. */
  stop(): void {
    this.run++
    clearTimeout(this.timer)
  }

  private async sendAll(messages: readonly OnOpenMessage[], run: number): Promise<void> {
    for (const [at, message] of messages.entries()) {
      if (message.waitMs > 0) await this.wait(message.waitMs)
      if (run !== this.run) return
      const sent = await this.send(message)
      if (run !== this.run) return
      if (sent.ok) continue
      const rest = messages.length - at - 1
      const held =
        rest === 0 ? '' : ` ${rest === 1 ? 'The one' : `The ${rest}`} after it ${rest === 1 ? 'is' : 'are'} kept back.`
      this.connection.log(`On open: message ${at + 1} was not sent. ${sent.error.message}${held}`, 'noted')
      return
    }
  }

  private async send({ type, message }: OnOpenMessage): Promise<Result<void>> {
    const filled = this.fill(message)
    if (!filled.ok) return filled
    if (type === 'text') return this.connection.send('text', filled.value)
    const bytes = hexBytes(filled.value)
    return bytes.ok ? this.connection.send('binary', bytes.value) : bytes
  }

  /** A wait that `stop` cuts short never ends: nobody waits for it but the run that has ended. */
  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.timer = setTimeout(resolve, ms)
    })
  }
}

/** @param text hex pairs, blanks between them or not */
function hexBytes(text: string): Result<Buffer> {
  const digits = text.replace(/\s+/g, '')
  if (HEX.test(digits)) return ok(Buffer.from(digits, 'hex'))
  return fail('ERR_OPTION_INVALID', 'Binary is written as hex pairs, such as 48 65 6c, and this is not. Correct it.')
}
