/** A `feedscope://` link was followed: nothing is done with it before the user has read where it leads. */
import { useEffect, useState } from 'react'
import { plainConnection } from '../../../../shared/protocol/connection-settings'
import { call, on } from '../../bridge'
import { goTo } from '../../state/app-store'
import { notifyFailure } from '../../state/notices'
import { Dialog } from '../../ui/dialog'
import { readLinkedUrl } from './linked-url'

/** More at once is somebody's attack: the rest is forgotten. */
const WAITING_MAX = 5

export function LinkDialog() {
  const [waiting, setWaiting] = useState<string[]>([])
  useEffect(() => on('link.received', ({ url }) => setWaiting((before) => [...before, url].slice(0, WAITING_MAX))), [])
  const [url] = waiting
  if (url === undefined) return null
  return <LinkQuestion key={`${waiting.length} ${url}`} linked={url} onDone={() => setWaiting(waiting.slice(1))} />
}

function LinkQuestion({ linked, onDone }: { linked: string; onDone(): void }) {
  const read = readLinkedUrl(linked)
  if ('problem' in read) {
    return (
      <Dialog
        title="This link cannot be opened"
        onCancel={onDone}
        foot={
          <button type="button" className="button" data-first onClick={onDone}>
            Close
          </button>
        }
      >
        <p>{read.problem}</p>
        <p className="mono link-url">{linked.slice(0, 500)}</p>
      </Dialog>
    )
  }
  const open = async (dials: boolean) => {
    onDone()
    const settings = plainConnection(read.url)
    const made = await (dials ? call('connection.connect', { settings }) : call('connection.add', { settings }))
    if (!made.ok) return notifyFailure(made.error)
    goTo({ kind: 'connection', id: made.value.id })
  }
  return (
    <Dialog
      title={`Open a connection to ${read.host}?`}
      onCancel={onDone}
      foot={
        <>
          <button type="button" className="button" data-first onClick={onDone}>
            Cancel
          </button>
          <button type="button" className="button" onClick={() => void open(false)}>
            Add without connecting
          </button>
          <button type="button" className="button primary" onClick={() => void open(true)}>
            Connect
          </button>
        </>
      }
    >
      <p>A link asks Feedscope to connect to</p>
      <p className="mono link-url">
        {read.before}
        <strong>{read.host}</strong>
        {read.after}
      </p>
      <p className="dialog-note">Connect only if you trust where the link came from.</p>
    </Dialog>
  )
}
