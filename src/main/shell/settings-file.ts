/** The few settings the shell itself needs before a window is there: its place, the theme, whether the demo starts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { storageLimits } from '../../shared/ipc/contract'
import { defaultLimits } from '../../shared/protocol/storage'
import { replaceFile } from './replace-file'

const settingsSchema = v.object({
  theme: v.fallback(v.picklist(['system', 'dark', 'light']), 'system'),
  startsDemo: v.fallback(v.boolean(), true),
  storage: v.fallback(storageLimits, defaultLimits),
  /** Where the workspace is; the app's own place without it. */
  workspacePath: v.fallback(v.optional(v.string()), undefined),
  window: v.fallback(
    v.optional(
      v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number(), isMaximized: v.boolean() }),
    ),
    undefined,
  ),
})

export type Settings = v.InferOutput<typeof settingsSchema>

export class SettingsFile {
  value: Settings
  private readonly path: string

  constructor(folder: string) {
    this.path = join(folder, 'settings.json')
    this.value = this.read()
  }

  change(change: Partial<Settings>): void {
    this.value = { ...this.value, ...change }
    this.save()
  }

  save(): void {
    const why = replaceFile(this.path, `${JSON.stringify(this.value, null, 2)}\n`)
    if (why !== undefined) console.error(`The settings could not be saved: ${why}`)
  }

  private read(): Settings {
    let stored: unknown = {}
    try {
      stored = JSON.parse(readFileSync(this.path, 'utf8'))
    } catch {
      // The first start, or a damaged file: the defaults are as good as anything it held.
    }
    const parsed = v.safeParse(settingsSchema, stored)
    return parsed.success ? parsed.output : v.parse(settingsSchema, {})
  }
}
