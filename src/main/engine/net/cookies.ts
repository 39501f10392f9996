/** The cookies of one connection (RFC 6265): what a login and redirects set, and what goes with the requests after them. In memory only. */
import { CookieJar } from 'tough-cookie'
import { HIDDEN } from '../../../shared/variables/hidden'

/** As many as RFC 6265, section 6.1, asks of a browser for one host: a login that names another at each reconnect ends there. */
const COOKIES_MAX = 50
const COOKIE_MAX_BYTES = 4_096

export class CookieStore {
  private jar = new CookieJar()

  /** @param line the value of a Set-Cookie; one that this URL may not set is passed over */
  set(line: string, url: URL): void {
    if (line.length > COOKIE_MAX_BYTES) return
    // Nobody could say which of them still count: the session begins anew.
    if ((this.jar.serializeSync()?.cookies.length ?? 0) >= COOKIES_MAX) this.jar = new CookieJar()
    this.jar.setCookieSync(line, httpUrl(url), { ignoreError: true })
  }

  /** @returns the value of Cookie for this URL; empty for none */
  header(url: URL): string {
    return this.jar.getCookieStringSync(httpUrl(url))
  }

  /** Of all that go to this URL: `name=value`, and how that is shown. */
  pairs(url: URL): [pair: string, shown: string][] {
    return this.jar.getCookiesSync(httpUrl(url)).map(({ key, value }) => [`${key}=${value}`, `${key}=${HIDDEN}`])
  }
}

/** Cookies know of HTTP only; a handshake is HTTP (RFC 6455, section 4.1). */
function httpUrl(url: URL): string {
  return url.href.replace(/^ws/, 'http')
}
