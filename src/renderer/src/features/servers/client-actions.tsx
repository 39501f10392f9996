/** What can be done at once to one client, or to all of a server: the menu beside it. */
import { type ReactNode, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { FaultAction } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { notify } from '../../state/notices'
import { CloseForm } from '../../ui/close-form'
import { FailureLine } from '../../ui/failure-line'
import { formatCount } from '../../ui/format'
import { Popover } from '../../ui/popover'

/** Longer than a client takes for a hiccup, shorter than one waits. */
const STALL_MS = 5_000

interface Props {
  /** Of the button. */
  label: string
  face: string
  /** A connection's, or a server's for all of its clients. */
  id: number
  /** The actions that make sense now, in their order. */
  actions: readonly MenuAction[]
  /** What the last item leads to, and what it is called. */
  more?: { label: string; form: (close: () => void) => ReactNode }
  /** Many are out of sight: say how many it was. */
  tellsCount?: boolean
}

export type MenuAction = keyof typeof menuActions

const menuActions = {
  drop: { label: 'Drop', hint: 'close 1000', action: { do: 'close', closeCode: 1000, reason: '' }, past: 'dropped' },
  reset: { label: 'Reset', hint: 'TCP RST', action: { do: 'reset' }, past: 'reset' },
  stall: {
    label: 'Stall 5 s',
    hint: 'nothing passes',
    action: { do: 'stall', forMs: STALL_MS },
    past: 'stalled for 5 s',
  },
  'half-open': { label: 'Half-open', hint: 'until resumed', action: { do: 'half-open' }, past: 'left half-open' },
  resume: { label: 'Resume', hint: 'ends stall, half-open', action: { do: 'resume' }, past: 'resumed' },
} as const satisfies Record<string, { label: string; hint: string; action: FaultAction; past: string }>

export function ClientActions({ label, face, ...rest }: Props) {
  return (
    <Popover label={label} face={face}>
      {(close) => <Panel close={close} {...rest} />}
    </Popover>
  )
}

function Panel({ id, actions, more, tellsCount = false, close }: Omit<Props, 'label' | 'face'> & { close(): void }) {
  const [view, setView] = useState<'menu' | 'close' | 'more'>('menu')
  const [failure, setFailure] = useState<Failure>()
  const act = async (action: FaultAction, past: string) => {
    const acted = await call('server.act', { id, action })
    if (!acted.ok) return setFailure(acted.error)
    close()
    if (!tellsCount) return
    const { peerCount } = acted.value
    const who = peerCount === 1 ? '1 client was' : `${formatCount(peerCount)} clients were`
    notify({ kind: 'info', message: `${who} ${past}.` })
  }
  if (view === 'more' && more !== undefined) return more.form(close)
  return (
    <div className="client-actions">
      {view === 'close' ? (
        <CloseForm
          takesFocus
          onClose={(closeCode, reason) => void act({ do: 'close', closeCode, reason }, `closed with ${closeCode}`)}
        />
      ) : (
        <>
          {actions.map((name) => {
            const { label, hint, action, past } = menuActions[name]
            return <Item key={name} label={label} hint={hint} onClick={() => void act(action, past)} />
          })}
          <Item label="Close with code…" onClick={() => setView('close')} />
          {more !== undefined && <Item label={more.label} onClick={() => setView('more')} />}
        </>
      )}
      {failure !== undefined && <FailureLine failure={failure} />}
    </div>
  )
}

function Item({ label, hint, onClick }: { label: string; hint?: string; onClick(): void }) {
  return (
    <button type="button" className="popover-item" data-item onClick={onClick}>
      {label} {hint !== undefined && <span className="hint">{hint}</span>}
    </button>
  )
}
