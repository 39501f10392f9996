/** What the shell itself has to tell goes to every window there is. */
import { BrowserWindow } from 'electron'
import { PUSH_CHANNEL } from '../../shared/ipc/channels'
import type { Pushes, PushName } from '../../shared/ipc/contract'
import { isOwnUrl } from './app-origin'

export function pushToWindows<N extends PushName>(name: N, payload: Pushes[N]): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) {
    if (isOwnUrl(webContents.getURL())) webContents.send(PUSH_CHANNEL, name, payload)
  }
}
