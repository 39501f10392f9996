/** The derived bridge: the two verbs of the contract, for the names of the contract only. No Electron object crosses it. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import { CALL_CHANNEL, PUSH_CHANNEL } from '../shared/ipc/channels'
import { type Bridge, isEngineCall, isShellCall, pushNames } from '../shared/ipc/contract'

const bridge: Bridge = {
  call(name, args) {
    if (!isEngineCall(name) && !isShellCall(name)) throw new TypeError(`There is no call ${String(name)}.`)
    return ipcRenderer.invoke(CALL_CHANNEL, name, args)
  },
  on(name, listener) {
    if (!pushNames.includes(name)) throw new TypeError(`There is no push ${String(name)}.`)
    const receive = (_event: IpcRendererEvent, pushed: string, payload: unknown) => {
      if (pushed === name) listener(payload as never)
    }
    ipcRenderer.on(PUSH_CHANNEL, receive)
    return () => {
      ipcRenderer.removeListener(PUSH_CHANNEL, receive)
    }
  },
}

contextBridge.exposeInMainWorld('feedscope', bridge)
