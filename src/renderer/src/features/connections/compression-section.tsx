/** permessage-deflate (RFC 7692): whether it is offered, and with what. */
import type { DeflateOffer } from '../../../../shared/protocol/connection-settings'
import { CheckRow } from '../../ui/check-row'
import { SettingRow } from '../../ui/setting-row'
import type { ConnectionSetup } from './setup-store'

const serverBits = [8, 9, 10, 11, 12, 13, 14, 15]
/** zlib cannot deflate with 8. */
const clientBits = serverBits.slice(1)

export function CompressionSection({ settings: { compression, deflate }, edit }: ConnectionSetup) {
  const change = (part: Partial<DeflateOffer>) => edit({ deflate: { ...deflate, ...part } })
  return (
    <>
      <CheckRow
        label="Compression"
        words="Offer permessage-deflate"
        note="RFC 7692; the server decides."
        isOn={compression}
        onChange={(isOn) => edit({ compression: isOn })}
      />
      <fieldset className="setting-group" disabled={!compression}>
        <CheckRow
          label="Server’s memory"
          words="server_no_context_takeover"
          note="It begins each message anew."
          isOn={deflate.serverNoContextTakeover}
          onChange={(serverNoContextTakeover) => change({ serverNoContextTakeover })}
        />
        <CheckRow
          label="Client’s memory"
          words="client_no_context_takeover"
          note="It begins each message anew."
          isOn={deflate.clientNoContextTakeover}
          onChange={(clientNoContextTakeover) => change({ clientNoContextTakeover })}
        />
        <BitsRow
          label="Server’s window"
          note="server_max_window_bits"
          bits={serverBits}
          value={deflate.serverMaxWindowBits}
          onChange={(serverMaxWindowBits) => change({ serverMaxWindowBits })}
        />
        <BitsRow
          label="Client’s window"
          note="client_max_window_bits"
          bits={clientBits}
          value={deflate.clientMaxWindowBits}
          onChange={(clientMaxWindowBits) => change({ clientMaxWindowBits })}
        />
      </fieldset>
    </>
  )
}

interface BitsProps {
  label: string
  note: string
  bits: readonly number[]
  /** 0 for no word about it. */
  value: number
  onChange(bits: number): void
}

function BitsRow({ label, note, bits, value, onChange }: BitsProps) {
  return (
    <SettingRow label={label} note={note}>
      {(id) => (
        <select id={id} className="field" value={value} onChange={(event) => onChange(Number(event.target.value))}>
          <option value={0}>not said</option>
          {bits.map((each) => (
            <option key={each} value={each}>
              {each} bits · {formatWindow(each)}
            </option>
          ))}
        </select>
      )}
    </SettingRow>
  )
}

function formatWindow(bits: number): string {
  const bytes = 2 ** bits
  return bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KiB`
}
