/**
 * The shell's end of the contract. Takes calls from the main frame of our own origin only, answers those that need
 * Electron, passes the rest to the engine, and the engine's pushes to the window, unread.
 */
import { app, clipboard, type IpcMainInvokeEvent, ipcMain, nativeTheme, shell, type WebContents } from 'electron'
import { fail, ok, type Result } from '../../shared/failure'
import { answerCall } from '../../shared/ipc/answer'
import { CALL_CHANNEL, PUSH_CHANNEL } from '../../shared/ipc/channels'
import { type Handlers, isShellCall, type ShellCallName } from '../../shared/ipc/contract'
import { isOwnUrl } from './app-origin'
import { chooseFile, openFile, saveFile } from './file-dialogs'
import type { SettingsFile } from './settings-file'
import { type WorkspaceDoor, workspaceCalls } from './workspace-calls'

/** The engine, as far as the shell needs it. */
export interface EngineDoor {
  attach(onPush: (name: string, payload: unknown) => void): number
  detach(sessionId: number): void
  call(sessionId: number, name: string, args: unknown): Promise<Result<unknown>>
}

/** What `link.open` may open: our documents, nothing a message could have put there. */
const LINK_HOSTS: ReadonlySet<string> = new Set(['github.com', 'datatracker.ietf.org'])

export function acceptCalls(engine: EngineDoor, settings: SettingsFile, workspace: WorkspaceDoor): void {
  const sessions = new Sessions(engine)
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, args: unknown): Promise<Result<unknown>> | Result<unknown> => {
    if (!isFromOurPage(event)) return fail('ERR_CALL_INVALID', 'This page may not call Feedscope.')
    if (typeof name !== 'string') return fail('ERR_CALL_INVALID', 'A call has a name.')
    if (isShellCall(name)) return answerCall(createHandlers(settings, workspace, event.sender), name, args)
    return engine.call(sessions.of(event.sender), name, args)
  })
}

function isFromOurPage({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnUrl(senderFrame.url)
}

/** @param caller the page that asks; a dialog belongs to its window */
function createHandlers(
  settings: SettingsFile,
  workspace: WorkspaceDoor,
  caller: WebContents,
): Handlers<ShellCallName> {
  return {
    'clipboard.write': ({ text }) => {
      clipboard.writeText(text)
      return ok(undefined)
    },
    'theme.write': ({ theme }) => {
      nativeTheme.themeSource = theme
      settings.change({ theme })
      return ok(undefined)
    },
    'settings.read': () => {
      const { theme, startsDemo } = settings.value
      const { electron, chrome, node } = process.versions
      const versions = { feedscope: app.getVersion(), electron: electron ?? '', chrome: chrome ?? '', node: node ?? '' }
      return ok({ theme, workspaceProblem: workspace.problem, startsDemo, platform: process.platform, versions })
    },
    'storage.keep': ({ limits }) => {
      settings.change({ storage: limits })
      return ok(undefined)
    },
    'demo.keep': ({ atStart }) => {
      settings.change({ startsDemo: atStart })
      return ok(undefined)
    },
    'file.save': (args) => saveFile(caller, args),
    'file.open': (args) => openFile(caller, args),
    'file.choose': (args) => chooseFile(caller, args),
    ...workspaceCalls(workspace, caller),
    'link.open': async ({ url }) => {
      const { protocol, hostname } = new URL(url)
      if (protocol !== 'https:' || !LINK_HOSTS.has(hostname)) {
        return fail('ERR_CALL_INVALID', `Feedscope does not open ${hostname}.`)
      }
      await shell.openExternal(url)
      return ok(undefined)
    },
  }
}

/** A page has one session; a reload or a crash ends it, and the next page gets its own. */
class Sessions {
  private readonly byContents = new Map<number, number>()

  constructor(private readonly engine: EngineDoor) {}

  of(contents: WebContents): number {
    const known = this.byContents.get(contents.id)
    if (known !== undefined) return known
    const sessionId = this.engine.attach((name, payload) => {
      if (!contents.isDestroyed()) contents.send(PUSH_CHANNEL, name, payload)
    })
    this.byContents.set(contents.id, sessionId)
    const { id } = contents
    const end = () => {
      if (this.byContents.get(id) !== sessionId) return
      this.byContents.delete(id)
      this.engine.detach(sessionId)
    }
    contents.once('did-navigate', end)
    contents.once('render-process-gone', end)
    contents.once('destroyed', end)
    return sessionId
  }
}
