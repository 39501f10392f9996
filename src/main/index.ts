/** Starts the shell, and the engine in a Worker thread of this process; joins the two by one port. */
import { join } from 'node:path'
import { app, session } from 'electron'
import { EngineThread } from './engine-thread'
import { registerAppScheme, serveApp } from './shell/app-protocol'
import { acceptCalls } from './shell/ipc'
import { lockDown } from './shell/lockdown'
import { installMenu } from './shell/menu'
import { SettingsFile } from './shell/settings-file'
import { focusMainWindow, openMainWindow } from './shell/window'
import { WorkspaceFile } from './shell/workspace-file'
import { Workspace } from './workspace'

/** `--no-demo` starts with nothing running; tests of other things use it, and so may a script. */
const NO_DEMO_SWITCH = 'no-demo'

/** In the user's data folder: frames that no longer fit memory, while the app runs. */
const FRAMES_FOLDER = 'frames'

registerAppScheme()

if (!app.requestSingleInstanceLock()) {
  app.quit()
} else {
  app.on('second-instance', focusMainWindow)
  void app.whenReady().then(start)
}

async function start(): Promise<void> {
  const settings = new SettingsFile(app.getPath('userData'))
  const engine = new EngineThread(
    () => ({
      storage: { folder: join(app.getPath('userData'), FRAMES_FOLDER), limits: settings.value.storage },
      profileFolder: app.getPath('userData'),
    }),
    () => void begin(),
    { resolveProxy: (url) => session.defaultSession.resolveProxy(url) },
  )
  const workspaceFile = new WorkspaceFile(app.getPath('userData'))
  const workspace = new Workspace(workspaceFile, engine)
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
  acceptCalls(engine, settings, workspaceFile)
  installMenu()
  void begin()
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
