/**
 * What the pointer does to time: wheel zooms around it, wheel sideways or with Shift pans, the middle button or Shift drags
 * the axis along, a drag selects (uPlot's own), a double click goes back to live.
 */
import type uPlot from 'uplot'

export interface Gestures {
  /** Of a selection being dragged: the picture shall stand still. */
  onPress(): void
  onRelease(): void
  onZoom(fromMs: number, toMs: number): void
  onZoomAround(atMs: number, factor: number): void
  onPan(byMs: number): void
  onLive(): void
}

/** A notch of a wheel is 100 px and zooms by a sixth; a pinch comes as a wheel with Ctrl and much smaller steps. */
const ZOOM_PER_PX = 0.0016
const ZOOM_PER_PX_OF_PINCH = 0.01
/** One event of a wheel gone wild shall not throw anybody out of sight. */
const WHEEL_MAX_PX = 400
const LINE_PX = 16

const MIDDLE_BUTTON = 1

export function attachGestures(uplot: uPlot, gestures: Gestures): void {
  const { over } = uplot
  const msPerPx = () => uplot.posToVal(1, 'x') - uplot.posToVal(0, 'x')
  // The listeners go with their element.
  over.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        gestures.onPan(bounded(sideways * unit) * msPerPx())
      } else {
        const atPx = event.clientX - over.getBoundingClientRect().left
        const zoomPerPx = event.ctrlKey ? ZOOM_PER_PX_OF_PINCH : ZOOM_PER_PX
        gestures.onZoomAround(uplot.posToVal(atPx, 'x'), Math.exp(bounded(event.deltaY * unit) * zoomPerPx))
      }
    },
    { passive: false },
  )
  over.addEventListener('dblclick', () => gestures.onLive())
  // Else the middle button would start to scroll the page.
  over.addEventListener('mousedown', (event) => event.button === MIDDLE_BUTTON && event.preventDefault())
  over.addEventListener('pointerdown', (event) => {
    if (event.button === MIDDLE_BUTTON || (event.button === 0 && event.shiftKey)) {
      dragAxis(over, event, (px) => gestures.onPan(-px * msPerPx()))
    } else if (event.button === 0) {
      gestures.onPress()
      document.addEventListener('pointerup', () => gestures.onRelease(), { once: true })
    }
  })
}

function dragAxis(over: HTMLElement, { pointerId, clientX }: PointerEvent, onMove: (px: number) => void): void {
  let lastX = clientX
  const move = (event: PointerEvent) => {
    onMove(event.clientX - lastX)
    lastX = event.clientX
  }
  const end = () => {
    over.removeEventListener('pointermove', move)
    over.removeEventListener('pointerup', end)
    over.removeEventListener('pointercancel', end)
  }
  over.setPointerCapture(pointerId)
  over.addEventListener('pointermove', move)
  over.addEventListener('pointerup', end)
  over.addEventListener('pointercancel', end)
}

function bounded(px: number): number {
  return Math.max(-WHEEL_MAX_PX, Math.min(WHEEL_MAX_PX, px))
}
