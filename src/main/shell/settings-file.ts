/** The few settings the shell itself needs before a window is there: its place, the theme, whether the demo starts. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { storageLimits } from '../../shared/ipc/contract'
import { defaultLimits } from '../../shared/protocol/storage'

const settingsSchema = v.object({
  theme: v.fallback(v.picklist(['system', 'dark', 'light']), 'system'),
  startsDemo: v.fallback(v.boolean(), true),
  storage: v.fallback(storageLimits, defaultLimits),
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

  /** Written beside and renamed, so that a crash leaves the old file or the new one. */
  save(): void {
    const temporary = `${this.path}.new`
    try {
      mkdirSync(dirname(this.path), { recursive: true })
      writeFileSync(temporary, `${JSON.stringify(this.value, null, 2)}\n`)
      renameSync(temporary, this.path)
    } catch (error) {
      console.error('The settings could not be saved:', error)
    }
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
