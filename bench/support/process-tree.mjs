/** What a program and all it started take of the machine. Exact on Linux, from /proc; elsewhere Electron's own numbers. */
import fs from 'node:fs'

/** Of a second, in /proc/PID/stat: USER_HZ, which Linux has fixed for programs. */
const TICKS_PER_SECOND = 100
const isLinux = process.platform === 'linux'

/** What `memoryBytes` counts. PSS divides a page by those who share it, so that the sum counts it once. */
export const memoryMeaning = isLinux ? 'PSS' : 'working set'

/** @param app Playwright's hand on the app @returns `[{ pid, name, bytes }]` */
export async function memoryByProcess(app) {
  if (!isLinux) {
    return app.evaluate(({ app }) =>
      app.getAppMetrics().map(({ pid, type, memory }) => ({ pid, name: type, bytes: memory.workingSetSize * 1024 })),
    )
  }
  return processesOf(app.process().pid).map(({ pid, name }) => ({ pid, name, bytes: pssOf(pid) }))
}

export async function memoryBytes(app) {
  const all = await memoryByProcess(app)
  return all.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Percent of one core that all processes took while `work` ran. */
export async function cpuPercent(app, work) {
  if (!isLinux) {
    // The first look starts the count.
    const look = () =>
      app.evaluate(({ app }) => app.getAppMetrics().reduce((sum, { cpu }) => sum + cpu.percentCPUUsage, 0))
    await look()
    await work()
    return look()
  }
  const before = cpuSeconds(app.process().pid)
  const startMs = performance.now()
  await work()
  return ((cpuSeconds(app.process().pid) - before) / (performance.now() - startMs)) * 100_000
}

function cpuSeconds(rootPid) {
  const ticks = processesOf(rootPid).reduce((sum, { ticks }) => sum + ticks, 0)
  return ticks / TICKS_PER_SECOND
}

function processesOf(rootPid) {
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(statOf)
  const found = all.filter(({ pid }) => pid === rootPid)
  // Grows while it is walked: children of children too.
  for (const { pid } of found) found.push(...all.filter(({ parentPid }) => parentPid === pid))
  return found
}

function statOf(pid) {
  const stat = read(`/proc/${pid}/stat`)
  // The name in brackets may hold spaces; what follows it may not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields.length < 13) return []
  const type = /--type=([\w-]+)/.exec(read(`/proc/${pid}/cmdline`))?.[1] ?? 'main'
  return [
    { pid: Number(pid), parentPid: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), name: type },
  ]
}

/** Of one process alone; undefined where it cannot be told from outside. */
export function processBytes(pid) {
  return isLinux ? pssOf(pid) : undefined
}

function pssOf(pid) {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024
}

/** Empty for a process that has just ended. */
function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
