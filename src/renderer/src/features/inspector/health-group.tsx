/** A group of readings under a heading; each a name and a number that keeps its place while it ticks. */
import type { ReactNode } from 'react'

interface Props {
  title: string
  /** A sentence before the readings. */
  summary?: ReactNode
  children: ReactNode
  /** What stands beneath them. */
  foot?: ReactNode
}

export function HealthGroup({ title, summary, children, foot }: Props) {
  return (
    <section className="health-group" aria-label={title}>
      <h3>{title}</h3>
      {summary !== undefined && <p className="selectable">{summary}</p>}
      <dl>{children}</dl>
      {foot !== undefined && <div className="health-foot">{foot}</div>}
    </section>
  )
}

export function Reading({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="reading">
      <dt>{name}</dt>
      <dd className="selectable">{children}</dd>
    </div>
  )
}

/** Stands where there is no number yet. */
export const NO_READING = '–'
