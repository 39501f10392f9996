/** Files go where the user says and come from where he says: the page names no path, it asks and is told. */
import { basename, extname } from 'node:path'
import {
  BrowserWindow,
  dialog,
  type OpenDialogOptions,
  type OpenDialogReturnValue,
  type SaveDialogOptions,
  type SaveDialogReturnValue,
  type WebContents,
} from 'electron'
import { ok } from '../../shared/failure'
import type { CallArgs, CallReply } from '../../shared/ipc/contract'
import { readTextFile, writeTextFile } from './text-file'

const everyFile = { name: 'All files', extensions: ['*'] }

/** @param caller the page that asks: the dialog is its window's, and keeps it from anything else */
export async function saveFile(
  caller: WebContents,
  { suggestedName, text }: CallArgs<'file.save'>,
): Promise<CallReply<'file.save'>> {
  const extension = extname(suggestedName).slice(1)
  const { canceled, filePath } = await showSave(caller, {
    defaultPath: suggestedName,
    filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }, everyFile],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  if (canceled || filePath === undefined || filePath === '') return ok(undefined)
  const written = await writeTextFile(filePath, text)
  return written.ok ? ok({ name: basename(filePath) }) : written
}

export async function openFile(
  caller: WebContents,
  { title, extensions }: CallArgs<'file.open'>,
): Promise<CallReply<'file.open'>> {
  const { canceled, filePaths } = await showOpen(caller, {
    title,
    filters: extensions.length === 0 ? [] : [{ name: extensions.join(', '), extensions }, everyFile],
    properties: ['openFile'],
  })
  const [path] = filePaths
  if (canceled || path === undefined) return ok(undefined)
  const read = await readTextFile(path)
  return read.ok ? ok({ name: basename(path), path, text: read.value }) : read
}

function showSave(caller: WebContents, options: SaveDialogOptions): Promise<SaveDialogReturnValue> {
  const window = BrowserWindow.fromWebContents(caller)
  return window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options)
}

function showOpen(caller: WebContents, options: OpenDialogOptions): Promise<OpenDialogReturnValue> {
  const window = BrowserWindow.fromWebContents(caller)
  return window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options)
}
