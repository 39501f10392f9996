/** Every limit of a server, with what happens beyond it. */
import { plainServer } from '../../../../shared/protocol/server-settings'
import { FailureLine } from '../../ui/failure-line'
import { QuantityRow } from '../../ui/quantity-row'
import { Segments } from '../../ui/segments'
import { SettingRow } from '../../ui/setting-row'
import type { ServerSetup } from './draft-store'
import { limitFields } from './limit-fields'

const plain = plainServer().limits
const idleCodes = ['1001', '4000'] as const

export function LimitsSection({ settings, failures, edit }: ServerSetup) {
  const { limits } = settings
  return (
    <>
      {failures.limits !== undefined && <FailureLine failure={failures.limits} />}
      {limitFields.map((field) => (
        <QuantityRow
          key={field.name}
          label={field.label}
          note={field.beyond}
          range={field}
          value={limits[field.name]}
          plain={plain[field.name]}
          onChange={(value) => edit({ limits: { ...limits, [field.name]: value } })}
        />
      ))}
      <SettingRow label="Close code when idle" note="1001 is going away; 4000 tells it apart from a restart.">
        {() => (
          <Segments
            label="Close code when idle"
            options={idleCodes}
            value={limits.idleCloseCode === 4000 ? '4000' : '1001'}
            onChange={(code) => edit({ limits: { ...limits, idleCloseCode: code === '4000' ? 4000 : 1001 } })}
          />
        )}
      </SettingRow>
    </>
  )
}
