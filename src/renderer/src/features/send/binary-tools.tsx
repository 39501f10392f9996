/** How bytes are given: the notation, or the file. */
import { useRef } from 'react'
import { SEND_MAX_BYTES } from '../../../../shared/ipc/contract'
import { notify } from '../../state/notices'
import { type BinarySource, binarySources, changeBinarySource, useCompose, write } from './compose-store'
import { tooLarge } from './outgoing'

const labels: Readonly<Record<BinarySource, string>> = { hex: 'Hex', base64: 'Base64', file: 'File' }

export function BinaryTools() {
  const source = useCompose((state) => state.binarySource)
  return (
    <>
      <select
        className="field"
        aria-label="Bytes as"
        value={source}
        onChange={(event) => {
          const chosen = binarySources.find((each) => each === event.target.value)
          if (chosen !== undefined) changeBinarySource(chosen)
        }}
      >
        {binarySources.map((each) => (
          <option key={each} value={each}>
            {labels[each]}
          </option>
        ))}
      </select>
      {source === 'file' && <FileChooser />}
    </>
  )
}

function FileChooser() {
  const file = useCompose((state) => state.file)
  const input = useRef<HTMLInputElement>(null)
  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    // Looked at before it is read: a disk image must not fill memory to be refused.
    if (chosen.size > SEND_MAX_BYTES) return notify({ kind: 'error', message: tooLarge(chosen.size) })
    try {
      write({ file: { name: chosen.name, bytes: new Uint8Array(await chosen.arrayBuffer()) } })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      notify({ kind: 'error', message: `${chosen.name} could not be read: ${why}` })
    }
  }
  return (
    <>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        Choose file…
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File of the message"
        onChange={(event) => {
          void choose(event.target.files?.[0])
          // So that the same file, changed meanwhile, can be chosen again.
          event.target.value = ''
        }}
      />
      {file !== undefined && <span className="send-file">{file.name}</span>}
    </>
  )
}
