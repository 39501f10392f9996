/** Which dialog is open: menus and features ask for one, the window shows it. One at a time. */
import { create } from 'zustand'

export type OpenDialog = { kind: 'import' } | { kind: 'environments' }

export const useDialog = create<{ dialog: OpenDialog | undefined }>(() => ({ dialog: undefined }))

export function openDialog(dialog: OpenDialog): void {
  useDialog.setState({ dialog })
}

export function closeDialog(): void {
  useDialog.setState({ dialog: undefined })
}
