/** Messages that the engine sends by itself: a sequence with waits, once, so many times or without end; or a file in fragments. */
import * as v from 'valibot'

const MESSAGE_MAX = 16 * 1024 * 1024
const MESSAGES_MAX = 10_000
const CONNECTIONS_MAX = 500

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))

const message = v.object({
  type: v.picklist(['text', 'binary']),
  /** A text's variables and generators are filled in anew each time. */
  payload: v.union([v.pipe(v.string(), v.maxLength(MESSAGE_MAX)), v.instance(Uint8Array)]),
  /** Before the next one. */
  waitMs: v.optional(whole(0, 86_400_000), 0),
})

const target = { connectionIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(CONNECTIONS_MAX)) }

export const sendTask = v.variant('kind', [
  v.object({
    kind: v.literal('messages'),
    ...target,
    messages: v.pipe(v.array(message), v.minLength(1), v.maxLength(MESSAGES_MAX)),
    /** How often the whole sequence is sent; 0 for no end. */
    rounds: v.optional(whole(0, 1_000_000_000), 1),
    /** From the beginning of one round to that of the next; a round that takes longer is followed at once. */
    everyMs: v.optional(whole(0, 86_400_000), 0),
  }),
  v.object({
    kind: v.literal('file'),
    ...target,
    path: v.pipe(v.string(), v.maxLength(4_096)),
    type: v.picklist(['text', 'binary']),
    /** Of one message's fragments (RFC 6455, section 5.4). */
    fragmentBytes: v.optional(whole(1, 16 * 1024 * 1024), 64 * 1024),
  }),
])

export type SendTask = v.InferOutput<typeof sendTask>
export type SendTaskInput = v.InferInput<typeof sendTask>
