// Stand-in for Electron's default_app.asar, which a packaged vendor runtime does not carry.
// `electron [switches] [-r module] <dir|file> [args]` loads that project, as the stock runtime does.

const { app } = require('electron')
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')

const preload = []
let target = null
const argv = process.argv.slice(1)
for (let i = 0; i < argv.length; i++) {
  const a = argv[i]
  if (a === '-v' || a === '--version') {
    console.log(`v${process.versions.electron}`)
    process.exit(0)
  } else if (a === '-r' || a === '--require') preload.push(argv[++i])
  else if (a.startsWith('--app=')) {
    target = a.slice(6)
    break
  } else if (a[0] !== '-') {
    target = a
    break
  }
}
if (preload.length) Module._preloadModules(preload)
if (target === null) {
  console.error('usage: electron [options] <path-to-app> [args]')
  process.exit(1)
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
try {
  const dir = path.resolve(target)
  const manifest = path.join(dir, 'package.json')
  let appPath
  if (fs.existsSync(manifest)) {
    const pkg = JSON.parse(fs.readFileSync(manifest, 'utf8'))
    if (pkg.version) app.setVersion(pkg.version)
    if (pkg.productName || pkg.name) app.name = pkg.productName || pkg.name
    app.setDesktopName(pkg.desktopName || `${app.name}.desktop`)
    if (pkg.v8Flags) require('node:v8').setFlagsFromString(pkg.v8Flags)
    appPath = dir
  }
  const file = Module._resolveFilename(dir, null, true)
  app.setAppPath(appPath || path.dirname(file))
  Module._load(dir, Module, true)
} catch (e) {
  console.error('App threw an error during load')
  console.error(e?.stack ?? e)
  process.exit(1)
}
