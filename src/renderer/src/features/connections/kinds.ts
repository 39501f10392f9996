/** Settings of several kinds, of which one is chosen: what was typed for another is there again when one comes back to it. */
import { useRef } from 'react'

/**
 * @param plain of each kind, as it comes
 * @returns chooses another kind
 */
export function useKinds<T extends { kind: string }>(
  value: T,
  plain: readonly T[],
  onChange: (value: T) => void,
): (kind: T['kind']) => void {
  const left = useRef(new Map<string, T>())
  return (kind) => {
    if (kind === value.kind) return
    left.current.set(value.kind, value)
    const chosen = left.current.get(kind) ?? plain.find((each) => each.kind === kind)
    if (chosen !== undefined) onChange(chosen)
  }
}
