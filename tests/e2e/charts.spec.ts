/** From a number in a message to a live chart. */
import { expect, test } from './support/app'

test('a number clicked in the tree becomes a series, split by its key', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.burst(200)
  await window.row('"message 200"').click()
  await window.button('Chart $.price').click()
  await expect(window.tab('Charts')).toHaveAttribute('aria-selected', 'true')
  const chart = window.page.getByRole('figure').filter({ hasText: '$.price' })
  await expect(chart.locator('canvas')).toBeVisible()
  // The last of the burst: 200 is even, 199 odd.
  await expect(chart.getByRole('button', { name: /EVEN/ })).toContainText('100')
  await expect(chart.getByRole('button', { name: /ODD/ })).toContainText('149')
  feed.send('{"symbol":"EVEN","price":777.5}')
  await expect(chart.getByRole('button', { name: /EVEN/ })).toContainText('777.5')
})

test('several fields stand side by side, and a chart is removed at a click', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.burst(20)
  for (const field of ['Chart $.price', 'Chart $.n']) {
    await window.row('"message 20"').click()
    await window.button(field).click()
  }
  const charts = window.page.getByRole('figure')
  await expect(charts).toHaveCount(3)
  await window.page.getByRole('button', { name: /^Remove chart \$\.n/ }).click()
  await expect(charts).toHaveCount(2)
})

test('charts hold still at a click and go on live at another, while the capture goes on', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.burst(50)
  await window.tab('Charts').click()
  await window.button('Hold charts').click()
  feed.burst(50)
  await expect.poll(async () => (await window.counters()).received).toBe(100)
  await expect(window.button('Live')).toBeVisible()
  await window.button('Live').click()
  await expect(window.button('Hold charts')).toBeVisible()
})

test('the canvas is drawn upon: a price that moves leaves ink', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.burst(500)
  await window.row('"message 500"').click()
  await window.button('Chart $.price').click()
  const canvas = window.page.getByRole('figure').filter({ hasText: '$.price' }).locator('canvas')
  const colours = () =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? []
      const seen = new Set<number>()
      for (let at = 0; at < pixels.length; at += 4) {
        if ((pixels[at + 3] ?? 0) > 200)
          seen.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0))
      }
      return seen.size
    })
  await expect.poll(colours).toBeGreaterThan(3)
})
