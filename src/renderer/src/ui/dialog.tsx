/**
 * A question or an editor that stands before all else. The browser does the hard part (`<dialog>`, modal): the rest of the
 * window is inert, the focus stays within and goes back where it was, Escape cancels.
 */
import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import './dialog.css'

interface Props {
  title: string
  /** Buttons, the one that is meant last; one of `type="submit"` is what Enter does. */
  foot: ReactNode
  children: ReactNode
  width?: 'narrow' | 'wide'
  /** By Escape. Who shows the dialog takes it away. */
  onCancel(): void
  onSubmit?(): void
}

/** Focus goes to the first `[data-first]`, else to the first thing that takes it. */
export function Dialog({ title, foot, children, width = 'narrow', onCancel, onSubmit }: Props) {
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  // Before it leaves the page: one that was not closed would not give the focus back.
  useLayoutEffect(() => {
    const { current } = dialog
    if (current === null) return
    current.showModal()
    current.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => current.close()
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <dialog
      ref={dialog}
      className={`dialog ${width}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // A file input within tells of its own cancelling by the same name.
        if (event.target !== dialog.current) return
        event.preventDefault()
        onCancel()
      }}
      // The browser closes it at a second Escape in a row whatever the page says to it.
      onClose={() => {
        if (dialog.current?.open === false) onCancel()
      }}
    >
      <form className="dialog-form" onSubmit={submit}>
        <h2 id={titleId}>{title}</h2>
        <div className="dialog-body">{children}</div>
        <footer className="dialog-foot">{foot}</footer>
      </form>
    </dialog>
  )
}
