/** What a local server can do with its clients, and the knobs it has for it. */

/** In the order forms list them. */
export const behaviourNames = ['echo', 'hello', 'chat', 'ticker', 'news', 'game', 'tap', 'silent'] as const
export type BehaviourName = (typeof behaviourNames)[number]
export type BehaviourOptions = Record<string, number | string>

/** One knob of a behaviour, enough to draw its field and to check its value. */
export type OptionField =
  | { kind: 'number'; name: string; label: string; unit: string; min: number; max: number; default: number }
  | { kind: 'text'; name: string; label: string; maxLength: number; default: string }

export interface BehaviourSummary {
  name: BehaviourName
  /** One sentence for the form. */
  description: string
  options: OptionField[]
}
