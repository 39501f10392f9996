/** Changes of settings come by parts: a part that is given replaces that part, whole. */

/** @returns the settings with the parts that are given in place of their own; an absent one is undefined, and replaces none */
export function withParts<Settings extends object>(settings: Settings, change: PartsOf<Settings>): Settings {
  const given = Object.fromEntries(Object.entries(change).filter(([, part]) => part !== undefined))
  return { ...settings, ...given }
}

export type PartsOf<Settings> = { [Part in keyof Settings]?: Settings[Part] | undefined }
