/** What is asked of logs: which rows a window wants to see, and what is cleared. */
import { fail, ok } from '../../../shared/failure'
import { checkFilter } from '../feeds/check-filter'
import type { LogFeed } from '../feeds/log-feed'
import type { Parts } from '../parts'
import type { CallsOf } from './calls-of'

/** How long a clearing can be undone. */
export const UNDO_MS = 15_000

/** @param log the views of the window that calls */
export function logCalls(parts: Parts, log: LogFeed): CallsOf<'filter' | 'log'> {
  const { store, cleared, membership } = parts
  return {
    'filter.check': ({ text }) => checkFilter(text),
    'log.watch': ({ scope, filter, ...window }) => {
      const checked = checkFilter(filter.text)
      return checked.ok ? log.watch(scope, filter, window) : checked
    },
    'log.move': ({ viewId, ...window }) => {
      log.view(viewId)?.move(window)
      return ok(undefined)
    },
    'log.acknowledge': ({ viewId }) => {
      log.acknowledge(viewId)
      return ok(undefined)
    },
    'log.unwatch': ({ viewId }) => {
      log.unwatch(viewId)
      return ok(undefined)
    },
    'log.locate': ({ viewId, seq }) => ok({ row: log.view(viewId)?.rowOf(seq) }),
    'log.decorate': ({ columns, colours }) => log.decorator.configure(columns, colours),
    'log.find': async ({ viewId, text, row, direction }) => {
      const view = log.view(viewId)
      if (view === undefined) return fail('ERR_NOT_FOUND', `There is no log ${viewId} any more.`)
      const found = await view.find(text, row, direction)
      return found.ok ? ok({ row: found.value?.row, seq: found.value?.seq }) : found
    },
    'log.clear': ({ scope }) => {
      const clearId = cleared.clear([...(membership.idsOf(scope) ?? store.accounts.ids())])
      parts.rebuildViews()
      setTimeout(() => cleared.settle(clearId), UNDO_MS).unref()
      return ok({ clearId })
    },
    'log.restore': ({ clearId }) => {
      if (!cleared.restore(clearId)) return fail('ERR_NOT_FOUND', 'It is too late to undo this clear.')
      parts.rebuildViews()
      return ok(undefined)
    },
  }
}
