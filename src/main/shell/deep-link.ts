/**
 * Links that open Feedscope: `feedscope://connect?url=…`. The window is told and asks the user; nothing connects by itself. The
 * system hands a link over in the words of a first start, in those of a second one, or (macOS) in an event.
 */
import { resolve } from 'node:path'
import { app } from 'electron'
import { findDeepLink, LINK_SCHEME, readDeepLink } from '../../shared/protocol/deep-link'
import { pushToWindows } from './window-push'

/** A program that starts us again and again with links shall not fill memory: the last few are told. */
const WAITING_MAX = 10

export class DeepLinks {
  private waiting: string[] = []
  private hasWindow = false

  /** To be made before the app is ready, or macOS has told of its link already. */
  constructor() {
    app.on('open-url', (event, link) => {
      event.preventDefault()
      this.follow(link)
    })
    const first = findDeepLink(process.argv)
    if (first !== undefined) this.follow(first)
  }

  /** Of a second start, which ends at once. */
  followWords(words: readonly string[]): void {
    const link = findDeepLink(words)
    if (link !== undefined) this.follow(link)
  }

  /** A page is there and hears what it is told (the preload keeps it until the page listens). */
  windowIsThere(): void {
    this.hasWindow = true
    for (const link of this.waiting.splice(0)) tell(link)
  }

  windowIsGone(): void {
    this.hasWindow = false
  }

  private follow(link: string): void {
    if (this.hasWindow) tell(link)
    else this.waiting = [...this.waiting, link].slice(-WAITING_MAX)
  }
}

/**
 * Has the system hand our links to this program. A profile of its own is not the user's Feedscope, and a test's least of all: it
 * leaves the links to that.
 */
export function takeLinks(): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return
  const [, entry] = process.argv
  // Started from source the program is Electron, which has to be told what to run.
  if (app.isPackaged || entry === undefined) app.setAsDefaultProtocolClient(LINK_SCHEME)
  else app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, [resolve(entry)])
}

function tell(link: string): void {
  const read = readDeepLink(link)
  if (read.ok) pushToWindows('link.received', read.value)
  else pushToWindows('notice.told', { kind: 'error', message: read.error.message })
}
