/**
 * The runs of rules for one client, or for nobody: an interval's. A run does its steps in order; one that waits goes on later,
 * beside others that were begun since, unless the client has left by then or the rules have changed.
 */
import { assertNever } from '../../../../shared/assert-never'
import type { Peer, Stage, Timer } from '../behaviour'
import type { CompiledRule } from './compile-rules'
import type { MessageText } from './message-text'
import type { RenderContext } from './placeholder'
import type { Template } from './template'

/** Of one client: each is a timer. Who answers every message after a second gets as far with 1,000 messages a second. */
export const WAITING_RUNS_MAX = 1_000
/** Of messages that waiting runs will write, all clients of a server together. */
const KEPT_MAX_MIB = 64
export const KEPT_MAX_BYTES = KEPT_MAX_MIB * 1024 * 1024

/** What all runs of a server keep. */
export interface Kept {
  byteLength: number
}

interface Run {
  readonly rule: CompiledRule
  message: MessageText | undefined
  nextStep: number
  timer?: Timer
}

export class Runs {
  /** The last number that a rule's messages took. */
  private readonly seqs = new Map<CompiledRule, number>()
  private readonly waiting = new Set<Run>()
  private hasToldOfRefusal = false
  private isEnded = false

  /** @param peer absent: what is replied goes to everybody */
  constructor(
    private readonly stage: Stage,
    private readonly kept: Kept,
    private readonly peer?: Peer,
  ) {}

  begin(rule: CompiledRule, message?: MessageText): void {
    const refusal = this.refusalOf(rule, message)
    if (refusal === undefined) this.proceed({ rule, message, nextStep: 0 })
    else this.tellOnce(`Rule ${rule.number} was not run: ${refusal} Further ones are not told of.`)
  }

  /** The client left, or the rules are no longer these: what waits is dropped. */
  end(): void {
    this.isEnded = true
    for (const run of this.waiting) this.wake(run)
  }

  private refusalOf(rule: CompiledRule, message: MessageText | undefined): string | undefined {
    if (!rule.waits) return undefined
    if (this.waiting.size >= WAITING_RUNS_MAX) {
      const whose = this.peer === undefined ? 'intervals' : 'this client'
      return `${WAITING_RUNS_MAX} runs for ${whose} wait already, and no more can.`
    }
    if (rule.keepsMessage && this.kept.byteLength + (message?.byteLength ?? 0) > KEPT_MAX_BYTES) {
      return `the messages that waiting runs of this server will repeat come to ${KEPT_MAX_MIB} MiB, and no more are kept.`
    }
    return undefined
  }

  private proceed(run: Run): void {
    // A step may be the end of the client, by being sent.
    while (!this.isEnded) {
      const step = run.rule.steps[run.nextStep++]
      switch (step?.do) {
        case undefined:
          return
        case 'reply':
        case 'broadcast':
          this.say(run, step.template, step.do)
          break
        case 'wait':
          this.wait(run, step.ms)
          return
        case 'close':
          this.close(step.closeCode, step.reason)
          return
        default:
          assertNever(step)
      }
    }
  }

  private wait(run: Run, ms: number): void {
    if (!run.rule.keepsMessage) run.message = undefined
    run.message?.keep()
    this.kept.byteLength += run.message?.byteLength ?? 0
    this.waiting.add(run)
    run.timer = this.stage.after(ms, () => {
      this.wake(run)
      this.proceed(run)
    })
  }

  private wake(run: Run): void {
    run.timer?.dispose()
    this.waiting.delete(run)
    this.kept.byteLength -= run.message?.byteLength ?? 0
  }

  private say({ rule, message }: Run, template: Template, how: 'reply' | 'broadcast'): void {
    const rendering = template.render(this.contextOf(rule, message))
    if (rendering.kind === 'refused') {
      this.stage.log(`Rule ${rule.number} did not send a message: ${rendering.why}`, this.peer, 'noted')
    } else if (how === 'reply' && this.peer !== undefined) {
      this.peer.send(rendering.text)
    } else {
      this.stage.broadcast(rendering.text)
    }
  }

  private close(closeCode: number, reason: string): void {
    const peers = this.peer === undefined ? [...this.stage.peers] : [this.peer]
    for (const peer of peers) peer.close(closeCode, reason)
  }

  private contextOf(rule: CompiledRule, message: MessageText | undefined): RenderContext {
    return {
      message,
      client: this.peer?.id,
      user: this.peer?.user,
      nowMs: this.stage.now(),
      random: () => this.stage.random(),
      takeSeq: () => {
        const seq = (this.seqs.get(rule) ?? 0) + 1
        this.seqs.set(rule, seq)
        return seq
      },
    }
  }

  private tellOnce(text: string): void {
    if (this.hasToldOfRefusal) return
    this.hasToldOfRefusal = true
    this.stage.log(text, this.peer, 'noted')
  }
}
