/** A file as one message in fragments (RFC 6455, section 5.4): read by the engine as it goes out, so it may be larger than memory. */
import { useState } from 'react'
import { call } from '../../bridge'
import { QuantityBox } from '../../ui/quantity-box'

const KIB = 1024
const FRAGMENT_BYTES = 64 * KIB
const fragment = { kind: 'bytes', min: KIB, max: 16 * KIB * KIB } as const

export function StreamFile({ connectionId, onStarted }: { connectionId: number; onStarted(): void }) {
  const [type, setType] = useState<'text' | 'binary'>('binary')
  const [fragmentBytes, setFragmentBytes] = useState(FRAGMENT_BYTES)
  const [problem, setProblem] = useState<string>()
  const choose = async () => {
    const chosen = await call('file.choose', { title: 'Choose a file to send in fragments', extensions: [] })
    if (!chosen.ok) return setProblem(chosen.error.message)
    if (chosen.value === undefined) return
    const { path } = chosen.value
    const started = await call('send.start', { kind: 'file', connectionIds: [connectionId], path, type, fragmentBytes })
    if (started.ok) onStarted()
    else setProblem(started.error.message)
  }
  return (
    <div className="sequence sequence-file">
      <div className="sequence-line">
        <span>A file as one</span>
        <select
          className="field"
          aria-label="Type of the file's message"
          value={type}
          onChange={(event) => setType(event.target.value === 'text' ? 'text' : 'binary')}
        >
          <option value="binary">binary</option>
          <option value="text">text</option>
        </select>
        <span>message, in fragments of</span>
        <QuantityBox label="Size of a fragment" range={fragment} value={fragmentBytes} onCommit={setFragmentBytes} />
        <button type="button" className="button sequence-start" onClick={() => void choose()}>
          Choose and send…
        </button>
      </div>
      {problem !== undefined && (
        <p className="send-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
