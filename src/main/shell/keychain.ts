/** The system's keychain as a cipher, or why there is none: Electron's `safeStorage`. To be asked once the app is ready. */
import { safeStorage } from 'electron'
import type { Cipher } from './secret-vault'

export function systemCipher(): Cipher | { why: string } {
  if (!hasKeychain()) return { why: `${reason()} Passwords and tokens are kept until Feedscope quits, and no longer.` }
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
  }
}

/** On Linux Chromium has a way without a keychain, `basic_text`: a key that stands in its source keeps nothing from anybody. */
function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  if (process.platform !== 'linux') return true
  // Electron 25 does not tell which it has; then it is not taken at its word.
  const { getSelectedStorageBackend } = safeStorage as { getSelectedStorageBackend?: () => string }
  const backend = getSelectedStorageBackend?.call(safeStorage) ?? 'unknown'
  return backend !== 'basic_text' && backend !== 'unknown'
}

function reason(): string {
  return process.platform === 'linux'
    ? 'No keychain answers (GNOME Keyring, KWallet or another Secret Service).'
    : 'The system’s keychain does not answer.'
}
