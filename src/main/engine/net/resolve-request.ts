/** What would be sent, for a form that shows it before it is: filled in, and with no secret in it. */
import type { ResolvedRequest } from '../../../shared/ipc/contract'
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'
import type { HeaderLine } from '../../../shared/protocol/handshake'
import { isSecretName, urlWithoutSecrets } from '../../../shared/protocol/secret-settings'
import type { Values } from '../../../shared/variables/fill'
import { HIDDEN } from '../../../shared/variables/hidden'
import { type DialVariables, fillSettings, unknownVariables } from './filled-settings'
import { type HeaderField, headerField, isCredentialHeader, withoutCredential } from './header-field'
import { shownUrl } from './login'
import { requestOf } from './request'
import { appendQuery } from './request-check'
import { requestLineOf, wireHeaders } from './wire-request'

/** @param variables of which nothing is used up */
export function resolveRequest(
  settings: ConnectionSettings,
  variables: Pick<DialVariables, 'hidden'> & { previewValues(): Values },
): ResolvedRequest {
  const { settings: filled, unknown } = fillSettings(settings, variables.previewValues())
  // Encoded in a URL, or as it is.
  const shown = (text: string) => variables.hidden(text).replaceAll(encodeURIComponent(HIDDEN), HIDDEN)
  const unknownFailure = unknownVariables(unknown)?.error
  const request = requestOf(filled)
  if (!request.ok) {
    const { code, message } = request.error
    return {
      url: shown(urlWithoutSecrets(filled.url.trim())),
      requestLine: '',
      headers: [],
      subprotocols: filled.subprotocols.map(shown),
      unknownVariables: unknown,
      problem: unknownFailure ?? { code, message: shown(message) },
    }
  }
  const { headers, login } = request.value
  const url = shownQuery(request.value.url, filled)
  for (const { into, name, prefix } of login?.takes ?? []) {
    if (into === 'query') appendQuery(url, [[name, `${prefix}${HIDDEN}`]])
  }
  const takes = (login?.takes ?? []).filter(({ into }) => into === 'header')
  const taken = takes.map(({ name, prefix }) => headerField(name, `${prefix}${HIDDEN}`, true))
  const names = new Set(taken.map(({ name }) => name.toLowerCase()))
  const all = [...headers.filter(({ name }) => !names.has(name.toLowerCase())).map(masked), ...taken]
  return {
    url: shown(url.href),
    requestLine: shown(requestLineOf(url)),
    headers: wireHeaders(url, all, filled).map(([name, value]): HeaderLine => [shown(name), shown(value)]),
    subprotocols: filled.subprotocols.map(shown),
    unknownVariables: unknown,
    ...(unknownFailure !== undefined && { problem: unknownFailure }),
    ...(login !== undefined && { login: shown(`${login.method} ${shownUrl(login.url)}`) }),
  }
}

function masked(field: HeaderField): HeaderField {
  if (!field.isCredential && !isSecretName(field.name)) return field
  const [, value] = isCredentialHeader(field.name) ? withoutCredential([field.name, field.value]) : ['', HIDDEN]
  return { ...field, value }
}

/** Of the query a key is known to be a secret, which is the last of it; of others their names say so. */
function shownQuery(url: URL, { auth }: ConnectionSettings): URL {
  const shown = new URL(urlWithoutSecrets(url.href))
  if (auth.kind !== 'api-key' || auth.in !== 'query') return shown
  const before = shown.search.slice(0, shown.search.lastIndexOf('&') + 1) || '?'
  shown.search = before.length > 1 ? before.slice(0, -1) : ''
  appendQuery(shown, [[auth.name, HIDDEN]])
  return shown
}
