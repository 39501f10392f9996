/** One window's seat at the engine: it calls, is pushed to, keeps its log views, and ends with the window. */
import { fail, type Result } from '../../shared/failure'
import { answerCall } from '../../shared/ipc/answer'
import { type EngineCallName, type Handlers, isEngineCall, type Pushes, type PushName } from '../../shared/ipc/contract'
import { createCalls } from './calls'
import { LogFeed } from './feeds/log-feed'
import type { Parts } from './parts'

/** Buffers in `transfer` are given away, not copied. */
export type Push = <N extends PushName>(name: N, payload: Pushes[N], transfer?: ArrayBuffer[]) => void

export class Session {
  readonly log: LogFeed
  private readonly calls: Handlers<EngineCallName>

  constructor(
    private readonly parts: Parts,
    readonly push: Push,
    private readonly onClose: (session: Session) => void,
  ) {
    this.log = new LogFeed(parts, (tick) => push('log.tick', tick, [tick.buffer as ArrayBuffer]))
    this.calls = createCalls(parts, this.log)
  }

  /** @param args anything: it is parsed by the contract's schema */
  async call(name: string, args: unknown): Promise<Result<unknown>> {
    if (!isEngineCall(name)) return fail('ERR_CALL_INVALID', `There is no call ${name}.`)
    const answer = await answerCall(this.calls, name, args)
    this.parts.cadence.wake()
    return answer
  }

  close(): void {
    this.log.close()
    this.onClose(this)
  }
}
