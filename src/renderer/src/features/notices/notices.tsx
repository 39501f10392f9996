/** Sentences that come and go at the corner, with what can be done about them. */
import { dismiss, useNotices } from '../../state/notices'
import './notices.css'

export function Notices() {
  const notices = useNotices((state) => state.notices)
  return (
    <div className="notices" aria-live="polite">
      {notices.map(({ id, kind, message, action }) => (
        <div key={id} className={`notice ${kind}`} role={kind === 'error' ? 'alert' : undefined}>
          <p>{message}</p>
          {action !== undefined && (
            <button
              type="button"
              className="button"
              onClick={() => {
                dismiss(id)
                action.act()
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" className="button quiet icon" aria-label="Dismiss" onClick={() => dismiss(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  )
}
