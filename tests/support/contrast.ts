/** Reads the window's palettes, and says whether one colour can be read on another. */
import { readFileSync } from 'node:fs'

const css = readFileSync(new URL('../../src/renderer/src/ui/tokens.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = css.split('@media')

export const themes: [name: string, theme: string][] = [
  ['light', light],
  ['dark', dark],
]

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const channel = (at: number) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/** @returns the ratio that text needs 4.5 of; NaN for a name that is no colour of the theme */
export function contrast(theme: string, ink: string, ground: string): number {
  const colourOf = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme)?.[1] ?? `no ${name}`
  const [low = 0, high = 0] = [luminance(colourOf(ink)), luminance(colourOf(ground))].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}
