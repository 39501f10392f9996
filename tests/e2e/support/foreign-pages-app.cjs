/** What Electron runs for `foreign-pages.spec.ts`: a plain browser window, nothing of ours in it. */
const { app, BrowserWindow } = require('electron')

// Names that resolve to loopback, as they do after DNS rebinding.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP evil.test 127.0.0.1, MAP app.test 127.0.0.1')
void app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true } })
  void window.loadURL('about:blank')
})
