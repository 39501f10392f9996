/**
 * A certificate for the local servers of this computer, kept in the user's profile so that a client has to be told only once
 * whom to trust. It is kept whole or made anew: a file that is damaged, near its end or for other hosts is replaced.
 */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { domainToASCII } from 'node:url'
import { fail, ok, type Result } from '../../../shared/failure'
import type { IdentityOptions, TlsIdentity } from './certificate'
import { readPem, reasonOf, summaryOf } from './certificate-files'
import { makeCertificate } from './local-authority'

/** Key, certificate, CA's certificate; never the CA's key. */
export const KEPT_FILE = 'local-certificate.pem'
/** For the user alone: who has the key can pose as the user's servers. */
const FILE_MODE = 0o600
const FOLDER_OPTIONS = { recursive: true, mode: 0o700 }

const DAY_MS = 24 * 3_600_000
/** Made anew so long before its end, that a server which runs for weeks does not outlive it. */
const RENEW_BEFORE_MS = 30 * DAY_MS
/** A laptop has a new address in every network; the oldest are forgotten. */
const HOSTS_MAX = 500

const LOOPBACK_HOSTS = ['localhost', '*.localhost', '127.0.0.1', '::1']

/** Servers that start at once wait for each other, so that all have one CA. */
let last: Promise<unknown> = Promise.resolve()
/** What stands in for the file where there is no folder. */
let unkept: string | undefined

/** @returns `ERR_CERTIFICATE_FAILED` if it cannot be made or written */
export function keptOrMadeCertificate(options: IdentityOptions): Promise<Result<TlsIdentity>> {
  const next = last.then(() => keepOrMake(options))
  last = next
  return next
}

async function keepOrMake({ folder, hosts, nowMs }: IdentityOptions): Promise<Result<TlsIdentity>> {
  const wanted: string[] = []
  for (const host of hosts) {
    const written = certifiable(host)
    if (written === undefined) {
      return fail('ERR_CERTIFICATE_FAILED', `No certificate can be made for “${host}”: it is no name of a host.`)
    }
    wanted.push(written)
  }
  const kept = readKept(folder === undefined ? unkept : await read(join(folder, KEPT_FILE)))
  const isGood =
    kept !== undefined &&
    nowMs >= Date.parse(kept.leaf.validFrom) &&
    nowMs < Date.parse(kept.leaf.validTo) - RENEW_BEFORE_MS &&
    [...LOOPBACK_HOSTS, ...wanted].every((host) => kept.hosts.includes(canonical(host)))
  if (isGood) return ok(kept.identity)

  // Hosts once asked for stay, or two servers on different addresses would replace each other's for ever.
  const all = new Set([...LOOPBACK_HOSTS, ...wanted, ...(kept?.hosts ?? [])].map(canonical))
  try {
    const text = await makeCertificate([...all].slice(0, HOSTS_MAX), nowMs)
    const made = readKept(text)
    if (made === undefined) throw new Error('what was made cannot be read')
    if (folder === undefined) unkept = text
    else await write(folder, text)
    return ok(made.identity)
  } catch (error) {
    const reason = reasonOf(error)
    return fail(
      'ERR_CERTIFICATE_FAILED',
      `A certificate for this computer could not be made and kept: ${reason}. Correct it, or use files of your own.`,
    )
  }
}

/** As it can stand in a certificate: an address without its zone, a name in ASCII. */
function certifiable(host: string): string | undefined {
  const address = host.replace(/%.*$/, '')
  if (isIP(address) !== 0) return address
  const name = domainToASCII(host)
  return /^(\*\.)?[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/.test(name) ? name : undefined
}

/** One way to write each address: `::1` and `0:0:0:0:0:0:0:1` are one. */
function canonical(host: string): string {
  return isIP(host) === 6 ? new URL(`http://[${host}]`).hostname.slice(1, -1) : host.toLowerCase()
}

interface Kept {
  identity: TlsIdentity
  leaf: X509Certificate
  hosts: string[]
}

/** @returns undefined unless all of it is there and belongs together */
function readKept(text: string | undefined): Kept | undefined {
  if (text === undefined) return undefined
  const { key, certificates } = readPem(text)
  const [leafPem, caPem] = certificates
  if (key === undefined || leafPem === undefined || caPem === undefined) return undefined
  try {
    const leaf = new X509Certificate(leafPem)
    const ca = new X509Certificate(caPem)
    if (!leaf.checkPrivateKey(createPrivateKey(key)) || !leaf.verify(ca.publicKey)) return undefined
    const hosts = (leaf.subjectAltName ?? '').split(', ').map((name) => canonical(name.slice(name.indexOf(':') + 1)))
    // Those who look at a chain shall see whose it is, so the CA goes out with it.
    const cert = leaf.toString() + ca.toString()
    return { identity: { key: `${key}\n`, cert, summary: { ...summaryOf(leaf), ca: ca.toString() } }, leaf, hosts }
  } catch {
    return undefined
  }
}

/** @returns undefined for what cannot be read; if it cannot be replaced either, writing it says why */
async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Whole or not at all, whatever happens meanwhile. */
async function write(folder: string, text: string): Promise<void> {
  await mkdir(folder, FOLDER_OPTIONS)
  const file = join(folder, KEPT_FILE)
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(unfinished, 'wx', FILE_MODE)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
