/**
 * Serves the renderer's files under our own scheme, with a strict Content-Security-Policy. Never `file://`, which would
 * give the page the rights to read the disk.
 */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import { APP_SCHEME } from './app-origin'

const RENDERER_DIR = join(__dirname, '../renderer')

/** Scripts and connections only from ourselves. Styles may stand inline: CodeMirror and uPlot write them so. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** To be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

export function serveApp(): void {
  protocol.handle(APP_SCHEME, async ({ url }) => {
    const path = normalize(join(RENDERER_DIR, decodeURIComponent(new URL(url).pathname)))
    const contentType = CONTENT_TYPES[extname(path)]
    if (!path.startsWith(RENDERER_DIR + sep) || contentType === undefined) return new Response(null, { status: 404 })
    try {
      return new Response(await readFile(path), {
        headers: {
          'Content-Type': contentType,
          'Content-Security-Policy': CONTENT_SECURITY_POLICY,
          'X-Content-Type-Options': 'nosniff',
        },
      })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
