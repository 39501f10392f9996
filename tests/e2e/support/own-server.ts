/** A local server of the app, started in its window, and clients of another program. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { expect, type Window } from './app'

/** @param fields the behaviour's own, by their labels */
export async function startOwnServer(
  window: Window,
  behaviour: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { page } = window
  await window.button('New server').click()
  await page.getByRole('combobox', { name: 'Behaviour' }).selectOption(behaviour)
  await page.getByRole('textbox', { name: 'Port' }).fill('0')
  for (const [label, value] of Object.entries(fields)) {
    await page.getByRole('textbox', { name: label }).fill(value)
    await page.getByRole('textbox', { name: label }).press('Tab')
  }
  await window.button('Start server').click()
  await expect(window.button('Stop server')).toBeVisible()
  const address = page.getByRole('button', { name: new RegExp(`^:\\d+ ${behaviour}$`) })
  return (await address.getAttribute('data-server-url')) ?? ''
}

export async function openClient(url: string): Promise<WebSocket> {
  const client = new WebSocket(url)
  await once(client, 'open')
  return client
}

/** Also for what comes while something else is awaited. */
export function messagesOf(client: WebSocket): string[] {
  const messages: string[] = []
  client.on('message', (data) => messages.push(String(data)))
  return messages
}
