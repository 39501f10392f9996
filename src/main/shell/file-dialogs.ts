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
  const filePath = await chooseTarget(caller, suggestedName)
  if (filePath === undefined) return ok(undefined)
  const written = await writeTextFile(filePath, text)
  return written.ok ? ok({ name: basename(filePath) }) : written
}

export async function openFile(caller: WebContents, asked: CallArgs<'file.open'>): Promise<CallReply<'file.open'>> {
  const path = await choosePath(caller, asked)
  if (path === undefined) return ok(undefined)
  const read = await readTextFile(path)
  return read.ok ? ok({ name: basename(path), path, text: read.value }) : read
}

export async function chooseFile(
  caller: WebContents,
  asked: CallArgs<'file.choose'>,
): Promise<CallReply<'file.choose'>> {
  const path = await choosePath(caller, asked)
  return ok(path === undefined ? undefined : { name: basename(path), path })
}

/** @returns which file is to be read; undefined where the user thought better of it */
export async function choosePath(
  caller: WebContents,
  { title, extensions }: CallArgs<'file.choose'>,
): Promise<string | undefined> {
  const { canceled, filePaths } = await showOpen(caller, {
    title,
    filters: extensions.length === 0 ? [] : [{ name: extensions.join(', '), extensions }, everyFile],
    properties: ['openFile'],
  })
  return canceled ? undefined : filePaths[0]
}

/** @returns where something is to be written; undefined where the user thought better of it */
export async function chooseTarget(caller: WebContents, suggestedName: string): Promise<string | undefined> {
  const extension = extname(suggestedName).slice(1)
  const { canceled, filePath } = await showSave(caller, {
    defaultPath: suggestedName,
    filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }, everyFile],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || filePath === '' ? undefined : filePath
}

function showSave(caller: WebContents, options: SaveDialogOptions): Promise<SaveDialogReturnValue> {
  const window = BrowserWindow.fromWebContents(caller)
  return window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options)
}

function showOpen(caller: WebContents, options: OpenDialogOptions): Promise<OpenDialogReturnValue> {
  const window = BrowserWindow.fromWebContents(caller)
  return window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options)
}
