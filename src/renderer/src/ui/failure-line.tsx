/** A failure where the user is looking: the sentence, its code, and what can be done at once. */
import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/failure'

export function FailureLine({ failure, children }: { failure: Failure; children?: ReactNode }) {
  return (
    <div className="failure" role="alert">
      <span>{failure.message}</span>
      <code>{failure.code}</code>
      {children}
    </div>
  )
}
