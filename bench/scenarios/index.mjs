/** All scenarios, in the order of the table. */
import ingest from './ingest.mjs'

export const scenarios = [ingest]
