/** A server's settings as a file, and back. Secrets stay here; an import can be undone. */
import { useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import { readServerFile, writeServerFile } from '../../../../shared/protocol/server-file'
import { settingsOf } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { notify } from '../../state/notices'
import { FailureLine } from '../../ui/failure-line'
import { draftOfFile, fileNameOf, fixedDifferences, withoutFixed } from './draft'
import type { ServerSetup } from './draft-store'

export function ServerFileButtons({ settings, isRunning, edit }: ServerSetup) {
  const [failure, setFailure] = useState<Failure>()
  const save = async () => {
    const saved = await call('file.save', { suggestedName: fileNameOf(settings), text: writeServerFile(settings) })
    setFailure(saved.ok ? undefined : saved.error)
    if (!saved.ok || saved.value === undefined) return
    const secrets = settings.auth.users.length > 0 ? ' Secrets are left out: it names variables for them.' : ''
    notify({ kind: 'info', message: `The settings are in ${saved.value.name}.${secrets}` })
  }
  const load = async () => {
    const opened = await call('file.open', { title: 'Import a server’s settings', extensions: ['json'] })
    setFailure(opened.ok ? undefined : opened.error)
    if (!opened.ok || opened.value === undefined) return
    const read = readServerFile(opened.value.text)
    if (!read.ok) return setFailure(read.error)
    const before = settingsOf(settings)
    const wanted = draftOfFile(read.value)
    const kept = isRunning ? fixedDifferences(before, wanted) : []
    edit(isRunning ? withoutFixed(wanted) : wanted)
    const rest = kept.length > 0 ? ` All but ${kept.join(', ')}: stop the server and import again for those.` : ''
    notify({
      kind: 'info',
      message: `The settings of ${opened.value.name} are taken.${rest}`,
      action: { label: 'Undo', act: () => edit(isRunning ? withoutFixed(before) : before) },
    })
  }
  return (
    <div className="server-file">
      <button type="button" className="button quiet" onClick={() => void load()}>
        Import…
      </button>
      <button type="button" className="button quiet" onClick={() => void save()}>
        Export…
      </button>
      {failure !== undefined && <FailureLine failure={failure} />}
    </div>
  )
}
