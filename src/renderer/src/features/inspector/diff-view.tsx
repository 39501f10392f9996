/** A message beside another: the one before it, the last about the same thing, or any row. */
import { json } from '@codemirror/lang-json'
import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef, useState } from 'react'
import { goToFrame } from '../../state/log-store'
import { type ComparedWith, useComparison } from '../../state/message-view'
import { jsonColours } from '../../ui/code-extensions'
import { LateInput } from '../../ui/late-input'
import type { Comparable } from './comparable'
import { findPartner, readComparable } from './comparison'
import './diff.css'

/** Two messages that have nothing in common are not worth a second of looking for it. */
const DIFF_TIMEOUT_MS = 500
const DIFF_SCAN_MAX = 2_000

export function DiffView({ seq }: { seq: number }) {
  const found = useCompared(seq)
  return (
    <div className="diff">
      <DiffBar seq={seq} partnerSeq={found?.partnerSeq} />
      {found?.why !== undefined && <p className="empty">{found.why}</p>}
      {found?.before !== undefined && found.after !== undefined && (
        <MergedText before={found.before.text} after={found.after.text} isJson={found.after.isJson} />
      )}
    </div>
  )
}

type Readable = Extract<Comparable, { ok: true }>

interface Compared {
  partnerSeq?: number
  before?: Readable
  after?: Readable
  why?: string
}

function useCompared(seq: number): Compared | undefined {
  const comparison = useComparison()
  const [compared, setCompared] = useState<Compared>()
  useEffect(() => {
    let isStale = false
    void compare(seq, comparison).then((result) => {
      if (!isStale) setCompared(result)
    })
    return () => {
      isStale = true
    }
  }, [seq, comparison])
  return compared
}

async function compare(seq: number, comparison: Parameters<typeof findPartner>[1]): Promise<Compared> {
  const partner = await findPartner(seq, comparison)
  if ('why' in partner) return { why: partner.why }
  const [before, after] = await Promise.all([readComparable(partner.seq), readComparable(seq)])
  if (!before.ok) return { partnerSeq: partner.seq, why: before.why }
  if (!after.ok) return { partnerSeq: partner.seq, why: after.why }
  if (before.text === after.text) return { partnerSeq: partner.seq, why: `It says the same as #${partner.seq}.` }
  return { partnerSeq: partner.seq, before, after }
}

function DiffBar({ seq, partnerSeq }: { seq: number; partnerSeq: number | undefined }) {
  const state = useComparison()
  return (
    <div className="diff-bar">
      <label>
        Against{' '}
        <select
          className="field"
          aria-label="Compare with"
          value={state.with}
          onChange={(event) => useComparison.setState({ with: event.target.value as ComparedWith })}
        >
          <option value="previous">the message before</option>
          <option value="same">the last with the same</option>
          <option value="row">row number</option>
        </select>
      </label>
      {state.with === 'same' && (
        <LateInput
          className="field mono diff-field"
          aria-label="Field that is the same"
          spellCheck={false}
          value={state.keyPath}
          onCommit={(keyPath) => {
            useComparison.setState({ keyPath })
            return undefined
          }}
        />
      )}
      {state.with === 'row' && (
        <LateInput
          className="field mono diff-row"
          aria-label="Number of the row"
          placeholder="12"
          inputMode="numeric"
          value={state.row}
          onCommit={(row) => {
            useComparison.setState({ row })
            return undefined
          }}
        />
      )}
      {partnerSeq !== undefined && (
        <span className="diff-partner">
          <button
            type="button"
            className="diff-removed"
            aria-label={`Go to message ${partnerSeq}`}
            title={`Go to message ${partnerSeq}`}
            onClick={() => void goToFrame(partnerSeq)}
          >
            − #{partnerSeq}
          </button>
          <span className="diff-added">+ #{seq}</span>
        </span>
      )}
    </div>
  )
}

function MergedText({ before, after, isJson }: { before: string; after: string; isJson: boolean }) {
  const host = useRef<HTMLElement>(null)
  useEffect(() => {
    if (host.current === null) return
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Differences', tabindex: '0' }),
          isJson ? [json(), jsonColours] : [],
          unifiedMergeView({
            original: before,
            mergeControls: false,
            // A line of it alone is no JSON, and would have other colours.
            syntaxHighlightDeletions: false,
            collapseUnchanged: { margin: 3, minSize: 8 },
            diffConfig: { scanLimit: DIFF_SCAN_MAX, timeout: DIFF_TIMEOUT_MS },
          }),
        ],
      }),
    })
    return () => view.destroy()
  }, [before, after, isJson])
  return <section ref={host} className="diff-text code-editor selectable" aria-label="Compared" />
}
