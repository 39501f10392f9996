/** The one origin whose pages are ours: the app's own scheme, or the development server while there is one. */
import { app } from 'electron'

export const APP_SCHEME = 'app'
const APP_ORIGIN = `${APP_SCHEME}://feedscope`

/** Set by `electron-vite dev` only; a packaged app never looks at it. */
function developmentUrl(): string | undefined {
  return app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
}

export function appUrl(): string {
  return developmentUrl() ?? `${APP_ORIGIN}/index.html`
}

/** The `origin` of a custom scheme is opaque to `URL`, so scheme and host are compared. */
export function isOwnUrl(url: string): boolean {
  try {
    const { protocol, host } = new URL(url)
    const own = new URL(appUrl())
    return protocol === own.protocol && host === own.host
  } catch {
    return false
  }
}
