/** The derived bridge: the two verbs of the contract, for the names of the contract only. No Electron object crosses it. */
import { contextBridge, ipcRenderer } from 'electron'
import { CALL_CHANNEL, PUSH_CHANNEL } from '../shared/ipc/channels'
import { type Bridge, isEngineCall, isShellCall, keptPushNames, type PushName, pushNames } from '../shared/ipc/contract'

type Listener = (payload: never) => void

const listeners = new Map<string, Set<Listener>>(pushNames.map((name) => [name, new Set()]))

/** What was told before anybody listened. Few, since a person is to read them. */
const kept: { name: PushName; payload: unknown }[] = []
const KEPT_MAX = 20

ipcRenderer.on(PUSH_CHANNEL, (_event, name: PushName, payload: unknown) => {
  const isHeard = (listeners.get(name)?.size ?? 0) > 0
  if (!isHeard && keptPushNames.includes(name) && kept.length < KEPT_MAX) kept.push({ name, payload })
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
    for (const push of kept.filter((each) => each.name === name)) {
      kept.splice(kept.indexOf(push), 1)
      // As any push comes: after the caller has done what he is at.
      queueMicrotask(() => own(push.payload as never))
    }
    return () => {
      heard.delete(own)
    }
  },
}

contextBridge.exposeInMainWorld('feedscope', bridge)
