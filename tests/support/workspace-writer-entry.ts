/** Writes a workspace again and again, each time another, and tells of each once it is kept: for a test that kills it. */
import { join } from 'node:path'
import { SecretVault } from '../../src/main/shell/secret-vault'
import { WorkspaceFile } from '../../src/main/shell/workspace-file'
import { plainConnection } from '../../src/shared/protocol/connection-settings'

const [folder = ''] = process.argv.slice(2)
const vault = new SecretVault(folder, { why: '' })
const { file } = WorkspaceFile.openOwn(join(folder, 'workspace.json'), vault, {
  onContent: () => {},
  onNotice: (_kind, message) => {
    throw new Error(message)
  },
})
/** Large enough that a write takes its time. */
const filler = 'x'.repeat(60_000)
const connections = Array.from({ length: 60 }, (_, at) => plainConnection(`ws://host/${filler}`, { uid: `c${at}` }))

let count = 0
function write(): void {
  count++
  file.keep({ ...file.content, connections: connections.map((each) => ({ ...each, name: String(count) })) })
  file.save()
  process.send?.(count)
  setImmediate(write)
}
write()
