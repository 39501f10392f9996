/** The list beneath the filter box. The box keeps the focus and has the keyboard; here is what it may choose from. */
import { type RefObject, useEffect, useRef } from 'react'
import type { Option } from './completion'
import './completion-list.css'

const GAP_PX = 4

interface Props {
  id: string
  /** What it stands beneath. */
  box: RefObject<HTMLInputElement | null>
  options: readonly Option[]
  chosen: number
  onAccept(option: Option): void
}

export function optionId(listId: string, at: number): string {
  return `${listId}-${at}`
}

export function CompletionList({ id, box, options, chosen, onAccept }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const isOpen = options.length > 0
  useEffect(() => {
    const element = list.current
    if (element === null || box.current === null) return
    // Older Chromium throws where there is nothing to hide.
    if (!isOpen) {
      if (element.matches(':popover-open')) element.hidePopover()
      return
    }
    const { left, bottom, width } = box.current.getBoundingClientRect()
    element.style.left = `${left}px`
    element.style.top = `${bottom + GAP_PX}px`
    element.style.minWidth = `${width}px`
    element.style.maxHeight = `${window.innerHeight - bottom - 2 * GAP_PX}px`
    element.showPopover()
  }, [isOpen, box])
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div ref={list} id={id} popover="manual" role="listbox" aria-label="Completions" className="completions">
      {options.map((option, at) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the box has the focus and names the chosen one
        <div
          key={`${option.label} ${option.detail}`}
          id={optionId(id, at)}
          role="option"
          aria-selected={at === chosen}
          className="completion"
          onMouseDown={(event) => {
            // The box keeps the focus.
            event.preventDefault()
            onAccept(option)
          }}
        >
          <span className="completion-label">{option.label}</span>
          <span className="completion-detail">{option.detail}</span>
        </div>
      ))}
    </div>
  )
}
