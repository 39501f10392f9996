/** Where the app keeps what is the user's, so that a certificate made by one is known to the other. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { PRODUCT_NAME } from '../shared/product'

/** Electron's own rule for `userData`. */
export function profileFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  return join(parentFolder(environment, platform), PRODUCT_NAME)
}

function parentFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  switch (platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support')
    case 'win32':
      return environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
    default:
      return environment.XDG_CONFIG_HOME || join(homedir(), '.config')
  }
}
