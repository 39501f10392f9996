/** Adds one workspace to another: nothing of either is lost, and where names clash both stay. */
import * as v from 'valibot'
import { fail, ok, type Result } from '../failure'
import { type Desk, desk, type Variable } from './desk'
import { same } from './settings-diff'
import type { WorkspaceContent } from './workspace-document'

/**
 * @param theirs with all its uids renewed, so that a file can be added twice
 * @param newUid makes one that there is not yet
 * @returns both, ours first; `ERR_TOO_MANY` where a list of the desk would be longer than it may be
 */
export function withImported(
  ours: WorkspaceContent,
  theirs: WorkspaceContent,
  newUid: () => string,
): Result<WorkspaceContent> {
  const uids = new Map(theirs.connections.map(({ uid }) => [uid, newUid()]))
  const charts = ours.charts.reduce((most, { chart }) => Math.max(most, chart), 0)
  const merged = withImportedDesk(ours.desk, theirs.desk)
  if (!v.is(desk, merged)) {
    const part = Object.keys(desk.entries).find(
      (name) => !v.is(desk.entries[name as keyof Desk], merged[name as never]),
    )
    return fail('ERR_TOO_MANY', `Together they have more ${part} than a workspace holds. Remove some, then try again.`)
  }
  return ok({
    connections: [
      ...ours.connections,
      ...theirs.connections.map((each) => ({ ...each, uid: uids.get(each.uid) ?? newUid() })),
    ],
    servers: [...ours.servers, ...theirs.servers.map((each) => ({ ...each, uid: newUid() }))],
    charts: [
      ...ours.charts,
      ...theirs.charts.map((each) => ({
        ...each,
        connection: uids.get(each.connection) ?? '',
        chart: each.chart + charts,
      })),
    ],
    desk: merged,
  })
}

function withImportedDesk(ours: Desk, theirs: Desk): Desk {
  return {
    globals: withNamed(ours.globals, theirs.globals, '_', sameVariable),
    environments: withNamed(ours.environments, theirs.environments, ' '),
    activeEnvironment: ours.activeEnvironment,
    messages: withNamed(ours.messages, theirs.messages, ' '),
    filters: withNamed(ours.filters, theirs.filters, ' '),
    columns: [...ours.columns, ...theirs.columns.filter(({ path }) => !ours.columns.some((own) => own.path === path))],
    colours: [...ours.colours, ...theirs.colours.filter((rule) => !ours.colours.some((own) => same(own, rule)))],
    folders: [...new Set([...ours.folders, ...theirs.folders])],
  }
}

/** @param joint stands between a name that is taken and its number: `token_2`, `staging 2` */
function withNamed<T extends { name: string }>(
  ours: readonly T[],
  theirs: readonly T[],
  joint: string,
  isSame: (own: T, other: T) => boolean = same,
): T[] {
  const all = [...ours]
  for (const each of theirs) {
    if (all.some((own) => isSame(own, each))) continue
    let { name } = each
    for (let count = 2; all.some((own) => own.name === name); count++) name = `${each.name}${joint}${count}`
    all.push({ ...each, name })
  }
  return all
}

/** A secret comes without its value: of one that is here already nothing is to be added. */
function sameVariable(own: Variable, other: Variable): boolean {
  return own.name === other.name && (own.value === other.value || (other.isSecret && other.value === ''))
}
