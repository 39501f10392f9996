/**
 * Functions that watch the log in the window, sent there as text: each stands alone. They read the header of packed windows,
 * see src/shared/ipc/log-window.ts: viewId, firstRow, rowCount, availableFrom, availableTo, progress, …
 */

/**
 * From the next input in a field until the first tick of the new view that has rows, and the first that says all frames are
 * looked at; `globalThis.filterTiming` is the promise of both. Either is left out when it does not come in time.
 */
export async function armFilterTimer(timeoutMs) {
  // View numbers only grow: one of our own, made and left at once, tells the old ones from the new.
  const rowWindow = { firstRow: 0, rowCount: 0, follow: false }
  const filter = { text: '', directions: [], types: [] }
  const answer = await window.feedscope.call('log.watch', { scope: { kind: 'all' }, filter, ...rowWindow })
  if (!answer.ok) throw new Error(answer.error.message)
  await window.feedscope.call('log.unwatch', answer.value)
  globalThis.filterTiming = new Promise((resolve) => {
    let startMs
    const seen = {}
    const end = () => {
      clearTimeout(timer)
      removeEventListener('input', onInput, { capture: true })
      unsubscribe()
      resolve(seen)
    }
    const timer = setTimeout(end, timeoutMs)
    const onInput = ({ timeStamp }) => {
      startMs ??= timeStamp
    }
    addEventListener('input', onInput, { capture: true })
    const unsubscribe = window.feedscope.on('log.tick', (packed) => {
      const [viewId, , rowCount, , , progress] = new Float64Array(packed.buffer, packed.byteOffset, 13)
      if (startMs === undefined || viewId <= answer.value.viewId) return
      const nowMs = performance.now()
      if (rowCount > 0) seen.firstRowsMs ??= nowMs - startMs
      if (progress !== 1) return
      seen.wholeMs = nowMs - startMs
      end()
    })
  })
}

/**
 * The longest time between two data frames of one connection, from the times the store has for them; of each connection only
 * the newest `rowsMax`, read in views of our own beside the window's.
 */
export async function longestGap({ ids, rowsMax }) {
  const PAGE_ROWS = 400
  const HEADER_BYTES = 13 * 8
  const filter = { text: '', directions: ['received'], types: ['text', 'binary'] }
  const views = new Map()
  let longestMs = 0
  const move = (viewId, firstRow) =>
    window.feedscope.call('log.move', { viewId, firstRow, rowCount: PAGE_ROWS, follow: false })
  const unsubscribe = window.feedscope.on('log.tick', (packed) => {
    const [viewId, firstRow, rowCount, from, to, progress] = new Float64Array(packed.buffer, packed.byteOffset, 13)
    const view = views.get(viewId)
    // The window's own log acknowledges views it does not know.
    if (view === undefined || progress !== 1) return
    if (view.nextRow === undefined) {
      view.nextRow = Math.max(from, to - rowsMax)
      view.toRow = to
    } else if (firstRow === Math.max(view.nextRow, from)) {
      const timesMs = new Float64Array(packed.buffer, packed.byteOffset + HEADER_BYTES + rowCount * 8, rowCount)
      for (const timeMs of timesMs) {
        longestMs = Math.max(longestMs, timeMs - (view.lastMs ?? timeMs))
        view.lastMs = timeMs
      }
      view.nextRow = firstRow + rowCount
    }
    if (view.nextRow >= view.toRow) view.resolve()
    else void move(viewId, view.nextRow)
  })
  await Promise.all(
    ids.map(async (id) => {
      const answer = await window.feedscope.call('log.watch', {
        scope: { kind: 'connection', id },
        filter,
        firstRow: 0,
        rowCount: 1,
        follow: false,
      })
      if (!answer.ok) throw new Error(answer.error.message)
      const { viewId } = answer.value
      await new Promise((resolve) => {
        views.set(viewId, { resolve })
        // Asks for a tick that comes after we know its number.
        void move(viewId, 0)
      })
      await window.feedscope.call('log.unwatch', { viewId })
    }),
  )
  unsubscribe()
  return longestMs
}

/**
 * Drags the scroll bar to each of these places (0 to 1), one a painted frame. @returns the longest frame, and the longest time
 * in which the rows shown were none or not yet of a place the bar had been moved to
 */
export function dragScrollBar(places) {
  const grid = document.querySelector('[role=grid]')
  const rangePx = grid.scrollHeight - grid.clientHeight
  const rowHeightPx = grid.querySelector('[role=row]').getBoundingClientRect().height
  const rows = Number(grid.ariaRowCount) - Math.floor(grid.clientHeight / rowHeightPx)
  const asked = []
  let next = 0
  let shown = -1
  let lastMs
  let longestFrameMs = 0
  let longestBehindMs = 0
  return new Promise((resolve) => {
    const step = (nowMs) => {
      longestFrameMs = Math.max(longestFrameMs, nowMs - (lastMs ?? nowMs))
      lastMs = nowMs
      const first = Number(grid.querySelector('[role=row]')?.ariaRowIndex ?? Number.NaN) - 1
      for (let at = asked.length - 1; at > shown; at--) if (Math.abs(asked[at].row - first) <= 2) shown = at
      const behindSince = asked[shown + 1]?.askedMs
      if (behindSince !== undefined) longestBehindMs = Math.max(longestBehindMs, nowMs - behindSince)
      if (next < places.length) {
        grid.scrollTop = places[next++] * rangePx
        asked.push({ row: Math.round((grid.scrollTop / rangePx) * rows), askedMs: nowMs })
        // A real drag moves and tells in one frame; without this the event would come in the next.
        grid.dispatchEvent(new Event('scroll'))
      } else if (shown === asked.length - 1 || nowMs - asked.at(-1).askedMs > 5_000) {
        resolve({ longestFrameMs, longestBehindMs })
        return
      }
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
}

/** Clicks the middle one of the rows shown. @returns ms until the inspector shows its payload; undefined if it never does */
export function openRow(timeoutMs) {
  const rows = document.querySelectorAll('[role=grid] [role=row]')
  const row = rows[Math.floor(rows.length / 2)]
  const price = /"price":([\d.]+)/.exec(row.textContent)[1]
  const startMs = performance.now()
  row.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
  row.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))
  row.click()
  const isShown = () =>
    [...document.querySelectorAll('[role=tabpanel]')].some(({ textContent }) =>
      textContent.includes(String(Number(price))),
    )
  return new Promise((resolve) => {
    const look = () => {
      if (isShown()) resolve(performance.now() - startMs)
      else if (performance.now() - startMs > timeoutMs) resolve(undefined)
      else requestAnimationFrame(look)
    }
    look()
  })
}
