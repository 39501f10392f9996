#!/usr/bin/env node
/**
 * Sees to what Electron needs of the operating system and npm cannot bring: shared libraries, and where there is no
 * display a virtual one with readable fonts. Linux only; installs by itself on Debian and its kin, elsewhere it says
 * what is missing. With `--tests`, as `npm test` does, also what only tests need: that may be missing.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasDisplay } from './display.mjs'
import { electronPath, ensureElectron } from './ensure-electron.mjs'
import { ensureSandbox } from './ensure-sandbox.mjs'

// The second name is the one since Debian 13 and Ubuntu 24.04, which took 64-bit time into their package names.
const LIBRARIES = [['libgtk-3-0', 'libgtk-3-0t64'], ['libnss3'], ['libasound2', 'libasound2t64'], ['libgbm1']]
const DISPLAY = [['xvfb']]
const FONTS = [['fonts-inter'], ['fonts-jetbrains-mono']]
/** Tests put it before a feed as a reverse proxy; the smallest there is. The app knows nothing of it. */
const PROXY = [['nginx-light', 'nginx']]
/** Where programs for administrators are, though they are on nobody else's path. */
const ADMINISTRATOR_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/sbin']

/** Installs what is missing; throws one sentence that names it when it cannot. */
export function ensureSystem() {
  if (process.platform !== 'linux') return
  ensureSandbox(administratorRights())
  const libraries = missingLibraries()
  const required = [...(libraries.length > 0 ? LIBRARIES : []), ...(hasDisplay() || onPath('Xvfb') ? [] : DISPLAY)]
  const welcome = hasDisplay() ? [] : FONTS.filter(([name]) => !isInstalled(name))
  if (required.length === 0 && (welcome.length === 0 || !onPath('apt-get'))) return

  const lacking = libraries.length > 0 ? summary(libraries) : 'a virtual display'
  if (!onPath('apt-get'))
    throw new Error(`Electron needs ${lacking}: install GTK 3, NSS, ALSA, GBM and Xvfb with your package manager.`)
  const rights = administratorRights()
  if (!rights) {
    if (required.length === 0) return
    const names = required.map((alternatives) => candidate(alternatives) ?? alternatives[0])
    throw new Error(`Electron needs ${lacking}: run \`sudo apt-get install ${names.join(' ')}\`.`)
  }
  install(rights, required, welcome)
}

/** Installs what only tests need. Never throws: without it those tests are skipped, and say so. */
export function ensureTestPrograms() {
  if (process.platform !== 'linux' || programPath('nginx') !== undefined || !onPath('apt-get')) return
  const rights = administratorRights()
  if (rights) install(rights, [], PROXY)
}

/** @returns its file, also where only administrators have it on their path */
export function programPath(program) {
  const folders = [...(process.env.PATH ?? '').split(':'), ...ADMINISTRATOR_FOLDERS]
  return folders.map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file))
}

function install(rights, required, welcome) {
  const apt = (...args) => {
    // In run level 1 Debian starts no service that it installs (invoke-rc.d), so none can fail to start.
    const settings = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1']
    const command = [...rights, 'env', ...settings, 'apt-get', '-o', 'DPkg::Lock::Timeout=120']
    const [program, ...rest] = [...command, '-y', '-qq', ...args]
    return spawnSync(program, rest, { encoding: 'utf8', stdio: ['inherit', 'pipe', 'pipe'] })
  }
  // A package that the lists do not know asks for fresh lists; a font that even they do not know can be done without.
  let names = [...required, ...welcome].map(candidate)
  const fresh = names.includes(undefined)
  if (fresh) {
    console.log("Refreshing the system's package lists …")
    apt('update')
    names = [...required, ...welcome].map(candidate)
  }
  const unknown = required.filter((_, index) => names[index] === undefined)
  if (unknown.length > 0)
    throw new Error(`The system's package lists do not know ${unknown.map((n) => n.join(' or ')).join(', ')}.`)

  const wanted = names.filter((name) => name !== undefined)
  if (wanted.length === 0) return
  console.log(`Installing ${wanted.join(', ')} …`)
  let result = apt('install', '--no-install-recommends', ...wanted)
  if (result.status !== 0 && !fresh) {
    // Old lists name versions that the mirrors no longer carry.
    apt('update')
    result = apt('install', '--no-install-recommends', ...wanted)
  }
  if (result.status !== 0 && required.length > 0) {
    const reason = (result.stderr ?? '').split('\n').find((line) => line.startsWith('E: ')) ?? 'apt-get failed'
    throw new Error(`Could not install ${wanted.join(', ')}: ${reason.replace(/^E: /, '')}`)
  }
}

/** The names of the libraries that the runtime links to and the loader does not find. */
function missingLibraries() {
  const { stdout } = spawnSync('ldd', [electronPath()], { encoding: 'utf8' })
  return (stdout ?? '').split('\n').flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? [])
}

function summary(libraries) {
  const rest = libraries.length - 3
  return `${libraries.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more libraries` : ''}`
}

/** The first of a package's names that can be installed. */
function candidate(names) {
  return names.find((name) => {
    const { stdout } = spawnSync('apt-cache', ['policy', name], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    })
    return /Candidate: (?!\(none\))/.test(stdout ?? '')
  })
}

/** What to put before a command to run it as root; undefined when we may not. */
function administratorRights() {
  if (process.getuid() === 0) return []
  if (spawnSync('sudo', ['-n', 'true']).status === 0) return ['sudo', '-n']
  return process.stdin.isTTY && onPath('sudo') ? ['sudo'] : undefined
}

const isInstalled = (name) => fs.existsSync(`/var/lib/dpkg/info/${name}.list`)
const onPath = (program) => (process.env.PATH ?? '').split(':').some((dir) => fs.existsSync(path.join(dir, program)))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (process.argv.includes('--tests')) {
      ensureTestPrograms()
      console.log(`nginx: ${programPath('nginx') ?? 'not to be had, its tests will be skipped'}`)
    }
    ensureElectron()
    ensureSystem()
    console.log('The system has what Electron needs.')
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
