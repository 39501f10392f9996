/** The cookies of one connection (RFC 6265): what a login and redirects set, and what goes with the requests after them. In memory only. */
import { type Cookie, CookieJar } from 'tough-cookie'
import { HIDDEN } from '../../../shared/variables/hidden'

/**
 * Of one connection. As many as browsers keep of a site, and more: one that is dialled again and again may be given a new one each
 * time, and all of them would go along.
 */
export const COOKIES_MAX = 200

export class CookieStore {
  private readonly jar = new CookieJar()
  /** By what makes two of them one (RFC 6265, section 5.3), the one that was set longest ago first. */
  private readonly known = new Map<string, Cookie>()

  /** @param line the value of a Set-Cookie; one that this URL may not set is passed over */
  set(line: string, url: URL): void {
    const cookie = this.jar.setCookieSync(line, httpUrl(url), { ignoreError: true })
    if (cookie === undefined || cookie === null) return
    const name = JSON.stringify([cookie.domain, cookie.path, cookie.key])
    this.known.delete(name)
    this.known.set(name, cookie)
    for (const [oldest, { domain, path, key }] of this.known) {
      if (this.known.size <= COOKIES_MAX) break
      this.known.delete(oldest)
      // The jar's own store is in memory, and done at once.
      this.jar.store.removeCookie(domain, path, key, () => {})
    }
  }

  /** @returns the value of Cookie for this URL; empty for none */
  header(url: URL): string {
    return this.of(url)
      .map((cookie) => cookie.cookieString())
      .join('; ')
  }

  /** Of all that go to this URL: `name=value`, and how that is shown. */
  pairs(url: URL): [pair: string, shown: string][] {
    return this.of(url).map(({ key, value }) => [`${key}=${value}`, `${key}=${HIDDEN}`])
  }

  private of(url: URL): Cookie[] {
    try {
      return this.jar.getCookiesSync(httpUrl(url))
    } catch {
      // Of a host such as `test` or `local` the library says that it is a public suffix, and there can be none.
      return []
    }
  }
}

/** Cookies know of HTTP only; a handshake is HTTP (RFC 6455, section 4.1). */
function httpUrl(url: URL): string {
  return url.href.replace(/^ws/, 'http')
}
