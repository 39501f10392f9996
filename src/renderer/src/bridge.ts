/** The only file that touches the bridge. */
import type { Bridge } from '../../shared/ipc/contract'

declare global {
  interface Window {
    readonly feedscope: Bridge
  }
}

export const { call, on } = window.feedscope
