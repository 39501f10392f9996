import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../src/renderer/src/ui/tokens.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = css.split('@media')

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const channel = (at: number) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(theme: string, ink: string, ground: string): number {
  const colourOf = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme)?.[1] ?? `no ${name}`
  const [low = 0, high = 0] = [luminance(colourOf(ink)), luminance(colourOf(ground))].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const inks = ['mark-invalid', 'mark-altered', 'mark-moved']
const grounds = ['ground', 'ground-hover', 'ground-selected', 'ground-noted']

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s theme', (_name, theme) => {
  it.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground])))('%s can be read on %s', (ink, ground) => {
    expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(4.5)
  })

  it('what else stands in a row that is noted can be read', () => {
    expect(contrast(theme, 'ink-3', 'ground-noted')).toBeGreaterThanOrEqual(4.5)
  })
})
