/** A column whose edge is being moved. Apart from the desk, which is written to a file: that it is only once. */
import { create } from 'zustand'

export const useColumnDrag = create<{ path: string | undefined; widthPx: number }>(() => ({
  path: undefined,
  widthPx: 0,
}))

export function endColumnDrag(): void {
  useColumnDrag.setState({ path: undefined })
}
