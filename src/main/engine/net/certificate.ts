/** Where a local server's certificate comes from: made here, or files of the user. */
import { assertNever } from '../../../shared/assert-never'
import type { Result } from '../../../shared/failure'
import type { ServerCertificate } from '../../../shared/protocol/feed'
import type { TlsSettings } from '../../../shared/protocol/server-settings'
import { readCertificateFiles } from './certificate-files'
import { keptOrMadeCertificate } from './made-certificate'

/** Who a server is, to its clients. */
export interface TlsIdentity {
  /** PEM, without passphrase. */
  key: string
  /** PEM: the server's certificate, then those that lead to its CA. */
  cert: string
  summary: ServerCertificate
}

export interface IdentityOptions {
  /** Where a made certificate is kept; without one it is good until the process ends. */
  folder: string | undefined
  /** Names and addresses clients dial besides loopback's; for a made certificate. */
  hosts: readonly string[]
  nowMs: number
}

/** @returns `ERR_CERTIFICATE_FAILED` where none could be made or kept, `ERR_CERTIFICATE_INVALID` for files that will not do */
export async function identityFor(
  tls: Exclude<TlsSettings, { kind: 'off' }>,
  options: IdentityOptions,
): Promise<Result<TlsIdentity>> {
  switch (tls.kind) {
    case 'made':
      return keptOrMadeCertificate(options)
    case 'files':
      return readCertificateFiles(tls.certificateFile, tls.keyFile, options.nowMs)
    default:
      return assertNever(tls)
  }
}
