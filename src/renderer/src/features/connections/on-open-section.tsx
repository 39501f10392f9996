/** What is sent by itself whenever the connection has opened: who one is, what one subscribes to. */
import { useLayoutEffect, useRef } from 'react'
import { ON_OPEN_MAX, type OnOpenMessage } from '../../../../shared/protocol/connection-settings'
import { notify } from '../../state/notices'
import { FailureLine } from '../../ui/failure-line'
import { insertAt, moveBy, removeAt, replaceAt } from '../../ui/list-edit'
import { OnOpenRow } from './on-open-row'
import type { ConnectionSetup } from './setup-store'

const blank: OnOpenMessage = { type: 'text', message: '', waitMs: 0 }

export function OnOpenSection({ settings: { onOpen }, failures, edit }: ConnectionSetup) {
  const list = useRef<HTMLOListElement>(null)
  const change = (changed: OnOpenMessage[]) => edit({ onOpen: changed })
  // Whoever thinks better of a removal may have changed more since.
  const latest = useRef(onOpen)
  useLayoutEffect(() => {
    latest.current = onOpen
  })
  const remove = (message: OnOpenMessage, at: number) => {
    change(removeAt(onOpen, at))
    const bringBack = () => change(insertAt(latest.current, at, message))
    notify({ kind: 'info', message: `Message ${at + 1} was removed.`, action: { label: 'Undo', act: bringBack } })
  }
  const add = () => {
    change([...onOpen, blank])
    requestAnimationFrame(() => {
      const added = list.current?.lastElementChild
      added?.scrollIntoView({ block: 'nearest' })
      added?.querySelector('textarea')?.focus()
    })
  }
  return (
    <>
      <p className="setting-text">
        Sent in this order whenever the connection has opened, after a reconnect too. {'{{Variables}}'} are filled in.
      </p>
      {failures.onOpen !== undefined && <FailureLine failure={failures.onOpen} />}
      <ol ref={list} className="on-open-list" aria-label="Messages on open">
        {onOpen.map((message, at) => (
          <OnOpenRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a message is known by its place alone
            key={at}
            message={message}
            number={at + 1}
            isFirst={at === 0}
            isLast={at === onOpen.length - 1}
            onChange={(changed) => change(replaceAt(onOpen, at, changed))}
            onMove={(by) => change(moveBy(onOpen, at, by))}
            onRemove={() => remove(message, at)}
          />
        ))}
      </ol>
      <button
        type="button"
        className="button"
        disabled={onOpen.length >= ON_OPEN_MAX}
        title={onOpen.length >= ON_OPEN_MAX ? `A connection takes ${ON_OPEN_MAX} messages.` : undefined}
        onClick={add}
      >
        Add message
      </button>
    </>
  )
}
