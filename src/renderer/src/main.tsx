/** Starts the window: subscribes the stores to what the engine tells, then draws. */
// First, so that a feature's own rules come after and win.
import './ui/tokens.css'
import './ui/base.css'
import './ui/controls.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { followDecorations } from './state/decorations'
import { followDesk } from './state/desk-store'
import { followEngineClock } from './state/engine-clock'
import { followPulse } from './state/live-store'
import { followLog } from './state/log-store'
import { followStorage } from './state/storage'
import { tellWorkspaceProblem } from './state/workspace-problem'
import { followWorkspace } from './state/workspace-store'

followDesk()
followEngineClock()
followPulse()
followLog()
followStorage()
followWorkspace()
followDecorations()
void tellWorkspaceProblem()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
