/** How a connection's messages become readable: what is taken off, whose frames they are, how the rest is read. By direction. */
import { useId, useState } from 'react'
import type { Decoding, Decodings } from '../../../../shared/protocol/connection-settings'
import { compressionNames, formatNames, framingNames } from '../../../../shared/protocol/connection-settings'
import { ProtoFields } from './proto-fields'
import './decoding-section.css'

interface Props {
  decodings: Decodings
  onChange(decodings: Decodings): void
}

/** As many as the settings take. */
const UNPACKS_MAX = 4

type Packing = Decoding['unpacks'][number]

const packingWords: Readonly<Record<Packing, string>> = {
  gzip: 'gzip',
  zlib: 'zlib',
  deflate: 'deflate, without a header',
  brotli: 'Brotli',
  base64: 'base64',
}

const framingWords: Readonly<Record<Decoding['framing'], string>> = {
  auto: 'Recognise it',
  none: 'None',
  'socket.io': 'Socket.IO',
  signalr: 'SignalR',
  stomp: 'STOMP',
  'graphql-ws': 'GraphQL over WebSocket',
  'json-rpc': 'JSON-RPC 2.0',
  mqtt: 'MQTT',
  phoenix: 'Phoenix channels',
}

const formatWords: Readonly<Record<Decoding['format'], string>> = {
  auto: 'Recognise it',
  text: 'Text',
  json: 'JSON',
  msgpack: 'MessagePack',
  cbor: 'CBOR',
  protobuf: 'Protobuf',
}

export function DecodingSection({ decodings, onChange }: Props) {
  const [isSplit, setIsSplit] = useState(!isSame(decodings.received, decodings.sent))
  const sameId = useId()
  const { received, sent } = decodings
  return (
    <div className="decoding">
      <label className="decoding-same" htmlFor={sameId}>
        <input
          id={sameId}
          type="checkbox"
          checked={!isSplit}
          onChange={(event) => {
            setIsSplit(!event.target.checked)
            if (event.target.checked && !isSame(received, sent)) onChange({ received, sent: received })
          }}
        />
        Same for both directions
      </label>
      <div className={isSplit ? 'decoding-columns split' : 'decoding-columns'}>
        {isSplit ? (
          <>
            <Column title="Received" decoding={received} onChange={(next) => onChange({ received: next, sent })} />
            <Column title="Sent" decoding={sent} onChange={(next) => onChange({ received, sent: next })} />
          </>
        ) : (
          <Column
            title="Received and sent"
            decoding={received}
            onChange={(next) => onChange({ received: next, sent: next })}
          />
        )}
      </div>
      <p className="decoding-note">
        Messages are shown this way; what is sent and stored stays as it is. A message that does not fit is shown as its
        bytes, with the reason.
      </p>
    </div>
  )
}

interface ColumnProps {
  title: string
  decoding: Decoding
  onChange(decoding: Decoding): void
}

function Column({ title, decoding, onChange }: ColumnProps) {
  const { unpacks, framing, format } = decoding
  const change = (part: Partial<Decoding>) => onChange({ ...decoding, ...part })
  return (
    <fieldset className="decoding-column" aria-label={title}>
      <legend className="decoding-title">{title}</legend>
      <Unpacks unpacks={unpacks} onChange={(next) => change({ unpacks: next })} />
      <Choice
        label="Framing"
        names={framingNames}
        words={framingWords}
        value={framing}
        onChange={(next) => change({ framing: next })}
      />
      <Choice
        label="Format"
        names={formatNames}
        words={formatWords}
        value={format}
        onChange={(next) => change({ format: next })}
      />
      {format === 'protobuf' && <ProtoFields decoding={decoding} onChange={change} />}
    </fieldset>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  names: readonly T[]
  words: Readonly<Record<T, string>>
  value: T
  onChange(name: T): void
}

function Choice<T extends string>({ label, names, words, value, onChange }: ChoiceProps<T>) {
  const id = useId()
  return (
    <>
      <label className="decoding-label" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value as T)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {words[name]}
          </option>
        ))}
      </select>
    </>
  )
}

/** One after another, the outermost first; the last line offers one more. */
function Unpacks({ unpacks, onChange }: { unpacks: Packing[]; onChange(unpacks: Packing[]): void }) {
  const id = useId()
  const lines: (Packing | '')[] = unpacks.length < UNPACKS_MAX ? [...unpacks, ''] : unpacks
  const replace = (at: number, packing: Packing | '') => {
    const rest = unpacks.slice(at + 1)
    onChange(packing === '' ? [...unpacks.slice(0, at), ...rest] : [...unpacks.slice(0, at), packing, ...rest])
  }
  return (
    <>
      <label className="decoding-label" htmlFor={`${id}-0`}>
        Unpack
      </label>
      <div className="decoding-unpacks">
        {lines.map((packing, at) => (
          <select
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
            key={at}
            id={`${id}-${at}`}
            className="field"
            aria-label={at === 0 ? 'Unpack' : `Unpack, step ${at + 1}`}
            value={packing}
            onChange={(event) => replace(at, event.target.value as Packing | '')}
          >
            <option value="">{at === 0 && unpacks.length === 0 ? 'Recognise gzip and zlib' : 'then nothing'}</option>
            {compressionNames.map((name) => (
              <option key={name} value={name}>
                {at === 0 ? packingWords[name] : `then ${packingWords[name]}`}
              </option>
            ))}
          </select>
        ))}
      </div>
    </>
  )
}

/** Settings are JSON, and each comes from one schema, which gives its keys one order. */
function isSame(a: Decoding, b: Decoding): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
