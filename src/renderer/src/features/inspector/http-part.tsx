/** One half of an HTTP exchange: its first line, its headers as a table, and whatever follows. */
import type { ReactNode } from 'react'
import type { HeaderLine } from '../../../../shared/protocol/handshake'
import { copyText } from '../../state/copy-text'
import { CopyButton } from '../../ui/copy-button'

interface Props {
  title: string
  firstLine: string
  tone?: 'good' | 'bad'
  headers: readonly HeaderLine[]
  copyLabel: string
  /** What is copied. */
  text: string
  /** Other ways to take it away. */
  tools?: ReactNode
  children?: ReactNode
}

export function HttpPart({ title, firstLine, tone, headers, copyLabel, text, tools, children }: Props) {
  return (
    <section className="http-part" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span>
          {tools}
          <CopyButton label={copyLabel} onCopy={() => copyText(text)} />
        </span>
      </header>
      <p className={`http-first-line mono selectable ${tone ?? ''}`}>{firstLine}</p>
      <table className="http-headers mono selectable">
        <tbody>
          {headers.map(([name, value], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice, and its place is what it is
            <tr key={at}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </section>
  )
}
