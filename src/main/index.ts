/** Starts the shell, and the engine in a Worker thread of this process; joins the two by one port. */
import { join } from 'node:path'
import { app, session } from 'electron'
import { EngineThread } from './engine-thread'
import { registerAppScheme, serveApp } from './shell/app-protocol'
import { DeepLinks, takeLinks } from './shell/deep-link'
import { acceptCalls } from './shell/ipc'
import { systemCipher } from './shell/keychain'
import { lockDown } from './shell/lockdown'
import { installMenu } from './shell/menu'
import { SecretVault } from './shell/secret-vault'
import { SettingsFile } from './shell/settings-file'
import { focusMainWindow, openMainWindow } from './shell/window'
import { pushToWindows } from './shell/window-push'
import { Workspace } from './workspace'

/** `--no-demo` starts with nothing running; tests of other things use it, and so may a script. */
const NO_DEMO_SWITCH = 'no-demo'

/** In the user's data folder: frames that no longer fit memory, while the app runs. */
const FRAMES_FOLDER = 'frames'

registerAppScheme()
const links = new DeepLinks()

if (!app.requestSingleInstanceLock()) {
  app.quit()
} else {
  app.on('second-instance', (_event, words) => {
    focusMainWindow()
    links.followWords(words)
  })
  void app.whenReady().then(start)
}

async function start(): Promise<void> {
  const profile = app.getPath('userData')
  const settings = new SettingsFile(profile)
  const engine = new EngineThread(
    () => ({
      storage: { folder: join(profile, FRAMES_FOLDER), limits: settings.value.storage },
      profileFolder: profile,
    }),
    () => void begin(),
    { resolveProxy: (url) => session.defaultSession.resolveProxy(url) },
  )
  const vault = new SecretVault(profile, systemCipher())
  const host = { push: pushToWindows, remember: (path: string | undefined) => settings.change({ workspacePath: path }) }
  const workspace = new Workspace(engine, vault, host, profile, settings.value.workspacePath)
  const ownSession = engine.attach(() => {})

  async function begin(): Promise<void> {
    await workspace.restore()
    startDemo()
  }

  function startDemo(): void {
    if (settings.value.startsDemo && !app.commandLine.hasSwitch(NO_DEMO_SWITCH)) {
      void engine.call(ownSession, 'demo.start', {})
    }
  }

  lockDown()
  serveApp()
  acceptCalls(engine, settings, workspace)
  installMenu()
  void begin()
  takeLinks()
  app.on('browser-window-focus', () => workspace.look())
  app.on('browser-window-created', (_event, window) => {
    window.webContents.on('did-finish-load', () => links.windowIsThere())
    window.on('closed', () => links.windowIsGone())
  })
  openMainWindow(settings)

  app.on('activate', () => openMainWindow(settings))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let isEngineDown = false
  app.on('will-quit', (event) => {
    if (isEngineDown) return
    event.preventDefault()
    settings.save()
    const closed = workspace.close().finally(() => engine.dispose())
    void closed.finally(() => {
      isEngineDown = true
      app.quit()
    })
  })
}
