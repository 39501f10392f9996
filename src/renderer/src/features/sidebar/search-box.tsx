/** Finds connections, folders and servers by name and address. Down goes into what was found, Escape shows all again. */
import { useSidebar } from './sidebar-store'

export function SearchBox() {
  const search = useSidebar((state) => state.search)
  const change = (typed: string) => useSidebar.setState({ search: typed })
  return (
    <input
      type="search"
      className="field sidebar-search"
      aria-label="Search feeds"
      placeholder="Search"
      spellCheck={false}
      maxLength={200}
      value={search}
      onChange={(event) => change(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') change('')
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        document.querySelector<HTMLElement>('.sidebar [data-row]')?.focus()
      }}
    />
  )
}
