/** The calls that are about some nouns: `connection` has `connection.add` and all that begin so. */
import type { EngineCallName, Handlers } from '../../../shared/ipc/contract'

export type CallsOf<Noun extends string> = Handlers<Extract<EngineCallName, `${Noun}.${string}`>>
