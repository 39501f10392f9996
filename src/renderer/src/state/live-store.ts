/** What ticks: the window of rows and the rates. Apart from the app store, so that a tick redraws only what shows it. */
import { create } from 'zustand'
import type { Pulse } from '../../../shared/ipc/contract'
import type { LogWindow } from '../../../shared/ipc/log-window'
import { defaultLimits } from '../../../shared/protocol/storage'
import { on } from '../bridge'

export interface LiveState {
  /** The last window the engine sent for the log now shown. */
  window: LogWindow | undefined
  pulse: Pulse
}

export const useLive = create<LiveState>(() => ({
  window: undefined,
  pulse: {
    total: { messagesPerSecond: 0, bytesPerSecond: 0 },
    connections: {},
    servers: {},
    storage: {
      limits: defaultLimits,
      hasDisk: true,
      memoryBytes: 0,
      diskBytes: 0,
      oldestTimeMs: undefined,
      oldestInMemoryTimeMs: undefined,
      isHeldBack: false,
      trouble: undefined,
    },
    processBytes: 0,
    loopDelayMs: 0,
  },
}))

/** @returns the unsubscribe */
export function followPulse(): () => void {
  return on('pulse.tick', (pulse) => useLive.setState({ pulse }))
}
