/** The bridge, as the page has it: for what the window has no button for yet. */
import type { Page } from '@playwright/test'
import type { Bridge, CallInput, CallName, CallReply } from '../../../src/shared/ipc/contract'

export async function callFrom<N extends CallName>(page: Page, name: N, args: CallInput<N>): Promise<CallReply<N>> {
  const asked: [name: CallName, args: unknown] = [name, args]
  const reply: unknown = await page.evaluate(([name, args]) => {
    return (globalThis as unknown as { feedscope: Bridge }).feedscope.call(name, args as never)
  }, asked)
  return reply as CallReply<N>
}
