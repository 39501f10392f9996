/** The application menu: every command with its shortcut, in the order each platform expects. */
import { app, BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import { PUSH_CHANNEL } from '../../shared/ipc/channels'
import type { MenuCommand } from '../../shared/ipc/contract'

export function installMenu(): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        command('New connection', 'new-connection', 'CmdOrCtrl+N'),
        command('New server', 'new-server', 'CmdOrCtrl+Shift+N'),
        { type: 'separator' },
        command('Import…', 'import', 'CmdOrCtrl+I'),
        command('Environments…', 'environments', 'CmdOrCtrl+E'),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Log',
      submenu: [
        command('Filter', 'focus-filter', 'CmdOrCtrl+F'),
        command('Find', 'find', 'CmdOrCtrl+Shift+F'),
        command('Find next', 'find-next', isMac ? 'Cmd+G' : 'F3'),
        command('Find previous', 'find-previous', isMac ? 'Cmd+Shift+G' : 'Shift+F3'),
        { type: 'separator' },
        command('Pause or resume', 'pause', 'CmdOrCtrl+P'),
        command('Clear', 'clear', 'CmdOrCtrl+K'),
        { type: 'separator' },
        command('Copy selected message', 'copy-row', 'CmdOrCtrl+Shift+C'),
        command('Edit URL', 'focus-url', 'CmdOrCtrl+L'),
      ],
    },
    {
      label: '&View',
      submenu: [
        command('System theme', 'theme-system'),
        command('Dark theme', 'theme-dark'),
        command('Light theme', 'theme-light'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ]
  if (!isMac) app.on('browser-window-created', (_event, window) => window.setAutoHideMenuBar(true))
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function command(label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions {
  return {
    label,
    accelerator,
    click: (_item, window) => {
      if (window instanceof BrowserWindow) window.webContents.send(PUSH_CHANNEL, 'menu.command', name)
    },
  }
}
