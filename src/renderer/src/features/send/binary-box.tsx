/** The box for bytes: typed as hex or base64, or the beginning of a file that was chosen. */
import type { KeyboardEvent } from 'react'
import { formatBytes } from '../../ui/format'
import { type BinarySource, type ChosenFile, write } from './compose-store'
import { BOX_NAME, type EditorHandlers } from './message-editor'
import { formatHex } from './typed-bytes'

/** Enough to recognise a file by. */
const FILE_BYTES_SHOWN = 512

interface Props extends Omit<EditorHandlers, 'onChange'> {
  source: BinarySource
  text: string
  file: ChosenFile | undefined
}

const placeholders: Readonly<Record<BinarySource, string>> = {
  hex: '48 65 6c 6c 6f',
  base64: 'SGVsbG8=',
  file: 'Choose a file: its bytes become one binary message.',
}

export function BinaryBox({ source, text, file, onSubmit, onOlder, onNewer }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit()
    else if (event.altKey && event.key === 'ArrowUp') onOlder()
    else if (event.altKey && event.key === 'ArrowDown') onNewer()
    else return
    event.preventDefault()
  }
  return (
    <textarea
      className="send-bytes mono"
      aria-label={BOX_NAME}
      placeholder={placeholders[source]}
      spellCheck={false}
      readOnly={source === 'file'}
      value={source === 'file' ? beginningOf(file) : text}
      onChange={(event) => write({ binaryText: event.target.value })}
      onKeyDown={onKeyDown}
    />
  )
}

function beginningOf(file: ChosenFile | undefined): string {
  if (file === undefined) return ''
  const shown = formatHex(file.bytes.subarray(0, FILE_BYTES_SHOWN))
  const restBytes = file.bytes.byteLength - FILE_BYTES_SHOWN
  return restBytes > 0 ? `${shown}\n… and ${formatBytes(restBytes)} more` : shown
}
