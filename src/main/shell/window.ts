/** The main window: sandboxed, at the place it had, shown when there is something to see. */
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { PRODUCT_NAME } from '../../shared/product'
import { appUrl } from './app-origin'
import type { Settings, SettingsFile } from './settings-file'

const DEFAULT_SIZE = { width: 1440, height: 900 }
const MINIMUM_SIZE = { minWidth: 800, minHeight: 560 }
/** The page's own background, so that nothing flashes before it paints. */
const BACKGROUND = { dark: '#0f1216', light: '#ffffff' }

/** A page that crashes more often than this a minute would crash for ever; it is then left as it is. */
const RELOADS_MAX = 20
const RELOADS_COUNTED_MS = 60_000

let mainWindow: BrowserWindow | undefined

export function openMainWindow(settings: SettingsFile): void {
  if (mainWindow !== undefined) {
    focusMainWindow()
    return
  }
  nativeTheme.themeSource = settings.value.theme
  const window = new BrowserWindow({
    title: PRODUCT_NAME,
    ...DEFAULT_SIZE,
    ...MINIMUM_SIZE,
    ...visibleBounds(settings.value.window),
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: join(__dirname, '../preload/index.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  })
  mainWindow = window
  if (settings.value.window?.isMaximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    settings.change({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } })
  })
  window.on('closed', () => {
    mainWindow = undefined
  })
  reloadAfterCrash(window)
  void window.loadURL(appUrl())
}

/** The engine goes on meanwhile: a new page picks up where the old one was. */
function reloadAfterCrash(window: BrowserWindow): void {
  let crashesMs: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    const nowMs = performance.now()
    crashesMs = [...crashesMs.filter((crashMs) => nowMs - crashMs < RELOADS_COUNTED_MS), nowMs]
    if (crashesMs.length <= RELOADS_MAX) window.webContents.reload()
  })
}

export function focusMainWindow(): void {
  if (mainWindow?.isMinimized()) mainWindow.restore()
  mainWindow?.focus()
}

/** A screen may have gone since; a window that nobody can see is of no use. */
function visibleBounds(bounds: Settings['window']) {
  if (bounds === undefined) return {}
  const { x, y, width, height } = bounds
  const isVisible = screen.getAllDisplays().some(({ workArea }) => {
    return (
      x < workArea.x + workArea.width && x + width > workArea.x && y >= workArea.y && y < workArea.y + workArea.height
    )
  })
  return isVisible ? { x, y, width, height } : { width, height }
}
