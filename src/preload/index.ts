/** The derived bridge: the two verbs of the contract, for the names of the contract only. No Electron object crosses it. */
import { contextBridge, ipcRenderer } from 'electron'
import { CALL_CHANNEL, PUSH_CHANNEL } from '../shared/ipc/channels'
import { type Bridge, isEngineCall, isShellCall, type PushName, pushNames } from '../shared/ipc/contract'

type Listener = (payload: never) => void

const listeners = new Map<string, Set<Listener>>(pushNames.map((name) => [name, new Set()]))

ipcRenderer.on(PUSH_CHANNEL, (_event, name: PushName, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload as never)
})

const bridge: Bridge = {
  call(name, args) {
    if (!isEngineCall(name) && !isShellCall(name)) throw new TypeError(`There is no call ${String(name)}.`)
    return ipcRenderer.invoke(CALL_CHANNEL, name, args)
  },
  on(name, listener) {
    const heard = listeners.get(name)
    if (heard === undefined) throw new TypeError(`There is no push ${String(name)}.`)
    // One and the same function may listen twice; each has its own end.
    const own: Listener = (payload) => listener(payload)
    heard.add(own)
    return () => {
      heard.delete(own)
    }
  },
}

contextBridge.exposeInMainWorld('feedscope', bridge)
