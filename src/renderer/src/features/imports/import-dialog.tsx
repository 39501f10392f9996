/** Takes a command line, a URL or a document, shows what would be made of it, and makes it when the user says so. */
import { type DragEvent, useEffect, useState } from 'react'
import { call } from '../../bridge'
import { closeDialog } from '../../state/dialog-store'
import { notifyFailure } from '../../state/notices'
import { Dialog } from '../../ui/dialog'
import { addImported } from './add-imported'
import { ImportPreview } from './import-preview'
import type { ImportResult } from './imported'
import { IMPORT_MAX_LENGTH, readImport } from './read-import'
import './imports.css'

export function ImportDialog() {
  const [text, setText] = useState('')
  const [isDropTarget, setIsDropTarget] = useState(false)
  const result = useImport(text)
  const count = result?.ok === true ? result.value.connections.length : 0
  const open = async () => {
    const opened = await call('file.open', {
      title: 'Import connections',
      extensions: ['yaml', 'yml', 'json', 'txt', 'sh', 'bat', 'cmd'],
    })
    if (!opened.ok) notifyFailure(opened.error)
    else if (opened.value !== undefined) setText(opened.value.text)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsDropTarget(false)
    const [file] = event.dataTransfer.files
    if (file === undefined) setText(event.dataTransfer.getData('text/plain'))
    // What is too large is said of its first part.
    else
      void file
        .slice(0, IMPORT_MAX_LENGTH + 1)
        .text()
        .then(setText)
  }
  const add = async () => {
    if (result?.ok !== true || count === 0) return
    closeDialog()
    await addImported(result.value)
  }
  return (
    <Dialog
      title="Import connections"
      width="wide"
      onCancel={closeDialog}
      onSubmit={() => void add()}
      foot={
        <>
          <span className="aside">
            <button type="button" className="button" onClick={() => void open()}>
              Open a file…
            </button>
          </span>
          <button type="button" className="button" onClick={closeDialog}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={count === 0}>
            {count === 0 ? 'Add' : count === 1 ? 'Add 1 connection' : `Add ${count} connections`}
          </button>
        </>
      }
    >
      <textarea
        className={isDropTarget ? 'field mono import-text drop' : 'field mono import-text'}
        aria-label="What to import"
        placeholder={PLACEHOLDER}
        spellCheck={false}
        data-first
        value={text}
        onChange={(event) => setText(event.target.value)}
        onDragOver={(event) => {
          event.preventDefault()
          setIsDropTarget(true)
        }}
        onDragLeave={() => setIsDropTarget(false)}
        onDrop={drop}
      />
      {result === undefined || (!result.ok && result.problem === '') ? (
        <p className="dialog-note">
          A command line of <code>curl</code> or <code>wscat</code>, as you have it in a terminal or a browser copies
          it; or an AsyncAPI document of version 2 or 3. Nothing is made before you have seen it.
        </p>
      ) : result.ok ? (
        <ImportPreview imported={result.value} />
      ) : (
        <p className="dialog-problem" role="alert">
          {result.problem}
        </p>
      )}
    </Dialog>
  )
}

const PLACEHOLDER = `Paste here, or drop a file

curl -H 'Authorization: Bearer …' https://feed.example.com/ticks
wscat -c wss://feed.example.com/ticks -s v2
asyncapi: 3.0.0`

/** The newest text counts, in whatever order the answers come. */
function useImport(text: string): ImportResult | undefined {
  const [result, setResult] = useState<ImportResult>()
  useEffect(() => {
    let isNewest = true
    void readImport(text).then((read) => {
      if (isNewest) setResult(read)
    })
    return () => {
      isNewest = false
    }
  }, [text])
  return result
}
