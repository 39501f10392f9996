/** The processes of the bench by name. Receivers answer the same calls, so that one measurement fits all of them. */
import { electronPath } from '../../scripts/ensure-electron.mjs'
import { Child } from './child.mjs'
import { engineBundle } from './engine-bundle.mjs'
import { supportFile } from './root.mjs'

/** What the app gives its engine unless the user says otherwise. */
export const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024

/** A feed, listening. */
export async function startSender() {
  const sender = Child.node(supportFile('sender-process.mjs'), 'sender')
  sender.url = await sender.call('listen')
  return sender
}

export function startRaw() {
  return Child.node(supportFile('raw-receiver-process.mjs'), 'raw receiver')
}

/** @param profile a folder for what Electron writes, even without a window */
export function startRawInElectron(display, profile) {
  const args = [supportFile('raw-electron.cjs'), `--user-data-dir=${profile}`, '--disable-gpu']
  return Child.program(electronPath(), args, display.env, 'raw receiver in Electron')
}

/** @param storage where and how much to spill; nowhere unless given */
export async function startEngine({ storage } = {}) {
  const engine = Child.node(supportFile('engine-process.mjs'), 'engine', [await engineBundle()])
  await engine.call('open', { storage })
  return engine
}

/** Clients of a local server that note when messages come, see `server-clients-process.mjs`. */
export function startServerClients() {
  return Child.node(supportFile('server-clients-process.mjs'), 'clients')
}

/** Clients of a local server that do nothing, see `idle-clients-process.mjs`. */
export function startIdleClients() {
  return Child.node(supportFile('idle-clients-process.mjs'), 'idle clients')
}

/** The store alone, see `append-process.mjs`. */
export async function startAppender() {
  return Child.node(supportFile('append-process.mjs'), 'appender', [await engineBundle()])
}
