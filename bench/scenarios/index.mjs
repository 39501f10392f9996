/** All scenarios, in the order of the table. */
import append from './append.mjs'
import charts from './charts.mjs'
import compressed from './compressed.mjs'
import filter from './filter.mjs'
import growth from './growth.mjs'
import idle from './idle.mjs'
import ingest from './ingest.mjs'
import log from './log.mjs'
import many from './many.mjs'
import memory from './memory.mjs'
import send from './send.mjs'
import slowReader from './slow-reader.mjs'
import spill from './spill.mjs'
import start from './start.mjs'
import window from './window.mjs'

export const scenarios = [
  ingest,
  window,
  compressed,
  spill,
  filter,
  log,
  charts,
  start,
  memory,
  append,
  send,
  many,
  growth,
  idle,
  slowReader,
]
