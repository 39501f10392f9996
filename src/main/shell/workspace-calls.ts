/** The calls about the workspace in use: which file, the system's dialogs ask the user. */
import type { WebContents } from 'electron'
import { ok, type Result } from '../../shared/failure'
import type { Handlers, WorkspacePlace } from '../../shared/ipc/contract'
import type { Desk, DeskChange } from '../../shared/protocol/desk'
import { choosePath, chooseTarget, saveFile } from './file-dialogs'

/** The workspace, as far as the shell needs it. */
export interface WorkspaceDoor {
  readonly problem: string | undefined
  readonly state: WorkspacePlace
  readonly desk: Desk
  writeDesk(change: DeskChange): Result<void>
  open(path: string): Promise<Result<WorkspacePlace>>
  create(path: string, from: 'nothing' | 'this'): Promise<Result<WorkspacePlace>>
  exported(): Promise<string>
  import(path: string): Promise<Result<{ connections: number; servers: number }>>
}

type WorkspaceCallName =
  | 'desk.read'
  | 'desk.write'
  | 'workspace.state'
  | 'workspace.open'
  | 'workspace.create'
  | 'workspace.export'
  | 'workspace.import'

const EXTENSIONS = ['json']

export function workspaceCalls(workspace: WorkspaceDoor, caller: WebContents): Handlers<WorkspaceCallName> {
  return {
    'desk.read': () => ok(workspace.desk),
    'desk.write': (change) => workspace.writeDesk(change),
    'workspace.state': () => ok(workspace.state),
    'workspace.open': async ({ path }) => {
      const chosen = path ?? (await choosePath(caller, { title: 'Open a workspace', extensions: EXTENSIONS }))
      return chosen === undefined ? ok(undefined) : workspace.open(chosen)
    },
    'workspace.create': async ({ from }) => {
      const chosen = await chooseTarget(caller, from === 'this' ? 'workspace copy.json' : 'workspace.json')
      return chosen === undefined ? ok(undefined) : workspace.create(chosen, from)
    },
    'workspace.export': async () => {
      return saveFile(caller, { suggestedName: `${workspace.state.name}.json`, text: await workspace.exported() })
    },
    'workspace.import': async () => {
      const chosen = await choosePath(caller, { title: 'Add a workspace to this one', extensions: EXTENSIONS })
      return chosen === undefined ? ok(undefined) : workspace.import(chosen)
    },
  }
}
