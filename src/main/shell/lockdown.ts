/**
 * Refuses whatever a page could ask of the shell beyond the contract: permissions, navigation, new windows, embedded
 * views (Electron's security checklist). Applies to every page there will be.
 */
import { app, session } from 'electron'
import { isOwnUrl } from './app-origin'

export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  session.defaultSession.setDevicePermissionHandler(() => false)

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-navigate', (event) => {
      // Reloading our own page is the one navigation there is (development, and recovery after a crash).
      if (!isOwnUrl(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
  })
}
