/** The Setup tab of a connection, in the words of a user. */
import type { ConnectionSettings } from '../../../src/shared/protocol/connection-settings'
import type { Window } from './app'
import { callFrom } from './bridge'

/** The sections and what is in them; names there may be names elsewhere too. */
export class Setup {
  constructor(readonly window: Window) {}

  get pane() {
    return this.window.page.getByRole('tabpanel')
  }

  /** What is of the section, and not of the request beside it. */
  get alert() {
    return this.pane.locator('.setup-body').getByRole('alert')
  }

  get request() {
    return this.pane.getByRole('region', { name: 'Resolved request' })
  }

  section(name: string) {
    return this.pane.getByRole('navigation', { name: 'Setup sections' }).getByRole('button', { name, exact: true })
  }

  /** By its label; a secret is no textbox to a screen reader. */
  field(name: string) {
    return this.pane.getByLabel(name, { exact: true })
  }

  button(name: string) {
    return this.pane.getByRole('button', { name, exact: true })
  }

  check(name: string) {
    return this.pane.getByRole('checkbox', { name })
  }

  async type(name: string, value: string): Promise<void> {
    await this.field(name).fill(value)
    await this.field(name).press('Enter')
  }

  /** Of the only connection, as the engine has them. */
  async settings(): Promise<ConnectionSettings | undefined> {
    const workspace = await callFrom(this.window.page, 'workspace.read', {})
    return workspace.ok ? workspace.value.connections[0]?.settings : undefined
  }
}
