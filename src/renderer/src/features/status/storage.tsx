/** What is kept where and how far back it goes; a click shows the limits, to be changed. */
import {
  DISK_LIMIT_MAX_BYTES,
  MEMORY_LIMIT_MAX_BYTES,
  MEMORY_LIMIT_MIN_BYTES,
  type StorageLimits,
} from '../../../../shared/protocol/storage'
import { useEngineNow } from '../../state/engine-clock'
import { useLive } from '../../state/live-store'
import { changeLimits } from '../../state/storage'
import { FailureLine } from '../../ui/failure-line'
import { formatBytes, formatDuration } from '../../ui/format'
import { LateField } from '../../ui/late-field'
import { Popover } from '../../ui/popover'
import { Segments } from '../../ui/segments'
import { describeSpans } from './retention'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

export function Storage() {
  return (
    <Popover
      label="Storage"
      face={<Kept />}
      title="What stored messages take, and how far back they go. Click for the limits."
    >
      {() => <StoragePanel />}
    </Popover>
  )
}

function Kept() {
  const { memoryBytes, diskBytes, oldestTimeMs, trouble, isHeldBack } = useLive(({ pulse }) => pulse.storage)
  const nowMs = useEngineNow()
  return (
    <span className="kept">
      {trouble !== undefined && <span className="kept-trouble">{troubleWord[trouble.code] ?? 'disk trouble'} · </span>}
      {isHeldBack && <span className="kept-trouble">senders held back · </span>}
      memory <b>{formatBytes(memoryBytes)}</b>
      {diskBytes > 0 && (
        <>
          {' '}
          · disk <b>{formatBytes(diskBytes)}</b>
        </>
      )}
      {oldestTimeMs !== undefined && <> · last {formatDuration(Math.max(0, nowMs - oldestTimeMs))}</>}
    </span>
  )
}

const troubleWord: Readonly<Record<string, string>> = {
  ERR_DISK_FULL: 'disk full',
  ERR_DISK_FAILED: 'disk failing',
  ERR_DISK_SLOW: 'disk too slow',
}

const choices = { drop: 'drop content', 'hold-back': 'hold senders back' } as const
const choiceNames = Object.values(choices)

function StoragePanel() {
  const storage = useLive(({ pulse }) => pulse.storage)
  const rate = useLive(({ pulse }) => pulse.total)
  const { limits } = storage
  const change = (part: Partial<StorageLimits>) => void changeLimits({ ...limits, ...part })
  return (
    <div className="storage-panel">
      {storage.trouble !== undefined && <FailureLine failure={storage.trouble} />}
      <p>{describeSpans(storage, rate)}</p>
      <LimitField
        label="Memory limit, MiB"
        unitBytes={MIB}
        minBytes={MEMORY_LIMIT_MIN_BYTES}
        maxBytes={MEMORY_LIMIT_MAX_BYTES}
        bytes={limits.memoryBytes}
        onChange={(memoryBytes) => change({ memoryBytes })}
      />
      <LimitField
        label="Disk limit, GiB (0: keep nothing on disk)"
        unitBytes={GIB}
        minBytes={0}
        maxBytes={DISK_LIMIT_MAX_BYTES}
        bytes={limits.diskBytes}
        onChange={(diskBytes) => change({ diskBytes })}
      />
      <div className="label">
        If more comes in than the disk takes
        <Segments
          label="If more comes in than the disk takes"
          options={choiceNames}
          value={choices[limits.whenDiskIsSlow]}
          onChange={(name) => change({ whenDiskIsSlow: name === choices.drop ? 'drop' : 'hold-back' })}
        />
      </div>
      <p className="storage-note">
        Lowering a limit evicts the oldest messages at once. Rows stay when content is dropped, and all of it is
        counted.
      </p>
    </div>
  )
}

interface LimitProps {
  label: string
  unitBytes: number
  minBytes: number
  maxBytes: number
  bytes: number
  onChange(bytes: number): void
}

function LimitField({ label, unitBytes, minBytes, maxBytes, bytes, onChange }: LimitProps) {
  const commit = (typed: string) => {
    const wanted = Math.round(Number(typed) * unitBytes)
    const bounded = typed.trim() === '' || Number.isNaN(wanted) ? bytes : Math.min(maxBytes, Math.max(minBytes, wanted))
    if (bounded !== bytes) onChange(bounded)
    return String(bounded / unitBytes)
  }
  return (
    <LateField
      label={label}
      type="number"
      min={minBytes / unitBytes}
      max={maxBytes / unitBytes}
      step="any"
      value={String(bytes / unitBytes)}
      onCommit={commit}
    />
  )
}
