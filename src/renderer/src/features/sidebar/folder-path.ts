/** Folders are their path, `market/staging`, nothing for none. What is done to one is done to all that is in it. */

export function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
}

export function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1)
}

export function isWithin(folder: string, outer: string): boolean {
  return outer === '' || folder === outer || folder.startsWith(`${outer}/`)
}

/** As it was typed: ` market // staging/` is `market/staging`. */
export function cleanFolder(typed: string): string {
  return typed
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/')
}

/** `a/b` → `a`, `a/b`. */
export function withParents(folder: string): string[] {
  if (folder === '') return []
  return [...withParents(parentOf(folder)), folder]
}

/**
 * All folders there are, each after those it is in: those the user arranged in his order, then those only connections name.
 * @param arranged `desk.folders`
 */
export function allFolders(arranged: readonly string[], used: readonly string[]): string[] {
  return [...new Set([...arranged, ...used].flatMap(withParents))]
}

/** The same folder, once `from` is called `to`. */
export function renamed(folder: string, from: string, to: string): string {
  if (!isWithin(folder, from)) return folder
  const rest = folder.slice(from.length)
  return to === '' ? rest.replace(/^\//, '') : to + rest
}

/** Changes places with the folder before (-1) or after it (1) among those beside it; the same order where there is none. */
export function moveFolder(folders: readonly string[], folder: string, step: -1 | 1): string[] {
  const beside = folders.filter((each) => parentOf(each) === parentOf(folder))
  const other = beside[beside.indexOf(folder) + step]
  if (other === undefined) return [...folders]
  return folders.map((each) => (each === folder ? other : each === other ? folder : each))
}
