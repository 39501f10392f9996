/** The log's filter as rules get it, joined as the composition root joins it. */
import type { CompileMatch } from '../../../../../src/main/engine/behaviours/rules/compile-rules'
import { compilePayloadMatch } from '../../../../../src/main/engine/match/compile'
import { ok } from '../../../../../src/shared/failure'

export const matchMessage: CompileMatch = (text) => {
  const compiled = compilePayloadMatch(text)
  if (!compiled.ok) return compiled
  const match = compiled.value
  return ok(match && ((bytes) => match.matches(bytes, 0, bytes.length)))
}
