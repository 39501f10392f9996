/** System, dark or light; kept by the shell, which also tells the page through `prefers-color-scheme`. */
import { useEffect } from 'react'
import type { Theme } from '../../../../shared/ipc/contract'
import { call } from '../../bridge'
import { useApp } from '../../state/app-store'
import { onCommand } from '../../state/commands'

const themes: readonly { theme: Theme; sign: string }[] = [
  { theme: 'system', sign: '◐' },
  { theme: 'dark', sign: '●' },
  { theme: 'light', sign: '○' },
]

export function ThemeSwitch() {
  const current = useApp((state) => state.theme)
  useEffect(() => {
    void call('settings.read', {}).then((settings) => {
      if (settings.ok) useApp.setState({ theme: settings.value.theme })
    })
    return onCommand({
      'theme-system': () => changeTheme('system'),
      'theme-dark': () => changeTheme('dark'),
      'theme-light': () => changeTheme('light'),
    })
  }, [])
  return (
    <div className="segments" role="group" aria-label="Theme">
      {themes.map(({ theme, sign }) => (
        <button
          key={theme}
          type="button"
          className="button icon"
          aria-label={`${theme} theme`}
          title={`${theme} theme`}
          aria-pressed={theme === current}
          onClick={() => changeTheme(theme)}
        >
          {sign}
        </button>
      ))}
    </div>
  )
}

function changeTheme(theme: Theme): void {
  useApp.setState({ theme })
  void call('theme.write', { theme })
}
