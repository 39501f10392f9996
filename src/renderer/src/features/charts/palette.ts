/** The tokens of `ui/tokens.css` for canvases, which cannot read them themselves; read anew when the theme changes. */

export type SeriesColour = `series-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`

type Token = SeriesColour | 'ground' | 'grid' | 'line' | 'ink-2' | 'ink-3' | 'font'

let tokens = new Map<Token, string>()

export function token(name: Token): string {
  let value = tokens.get(name)
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
    tokens.set(name, value)
  }
  return value
}

/** @param colour as the tokens are written, `#rrggbb`: canvases do not mix colours as style sheets do */
export function faded(colour: string, opacity: number): string {
  const alpha = Math.round(opacity * 255)
  return `${colour}${alpha.toString(16).padStart(2, '0')}`
}

/** @returns the unsubscribe */
export function followTheme(onChange: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)')
  const change = () => {
    tokens = new Map()
    onChange()
  }
  // It may have changed while nobody followed.
  tokens = new Map()
  query.addEventListener('change', change)
  return () => query.removeEventListener('change', change)
}
