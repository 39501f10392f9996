/** The engine's half of the contract, a file a subject. A call without a handler does not compile. */
import type { EngineCallName, Handlers } from '../../../shared/ipc/contract'
import type { LogFeed } from '../feeds/log-feed'
import type { Parts } from '../parts'
import { connectionCalls } from './connections'
import { engineCalls } from './engine'
import { frameCalls } from './frames'
import { logCalls } from './logs'
import { sendingCalls } from './sending'
import { seriesCalls } from './series'
import { serverCalls } from './servers'
import { tapCalls } from './taps'

/** @param log the views of the window that calls */
export function createCalls(parts: Parts, log: LogFeed): Handlers<EngineCallName> {
  return {
    ...connectionCalls(parts),
    ...frameCalls(parts),
    ...sendingCalls(parts),
    ...serverCalls(parts),
    ...tapCalls(parts),
    ...logCalls(parts, log),
    ...seriesCalls(parts),
    ...engineCalls(parts),
  }
}
