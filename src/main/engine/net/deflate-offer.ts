/** What a connection offers of permessage-deflate (RFC 7692, section 7.1), as `ws` is told and as it stands in the request. */
import type { PerMessageDeflateOptions } from 'ws'
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'

/** @returns false where none is offered */
export function deflateOptions({
  compression,
  deflate,
}: Pick<ConnectionSettings, 'compression' | 'deflate'>): PerMessageDeflateOptions | false {
  if (!compression) return false
  const { serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits } = deflate
  return {
    // What is merely not asked for stays out: `false` would refuse a server that says it of itself.
    ...(serverNoContextTakeover && { serverNoContextTakeover }),
    ...(clientNoContextTakeover && { clientNoContextTakeover }),
    ...(serverMaxWindowBits !== 0 && { serverMaxWindowBits }),
    // Left out it is offered without a number, as browsers do: some servers compress for nobody who does not.
    ...(clientMaxWindowBits !== 0 && { clientMaxWindowBits }),
  }
}

/** @returns the value of Sec-WebSocket-Extensions, as `ws` writes it */
export function deflateHeader(settings: Pick<ConnectionSettings, 'compression' | 'deflate'>): string | undefined {
  const options = deflateOptions(settings)
  if (options === false) return undefined
  const { clientMaxWindowBits, serverMaxWindowBits } = options
  return [
    'permessage-deflate',
    ...(options.serverNoContextTakeover ? ['server_no_context_takeover'] : []),
    ...(options.clientNoContextTakeover ? ['client_no_context_takeover'] : []),
    ...(serverMaxWindowBits === undefined ? [] : [`server_max_window_bits=${serverMaxWindowBits}`]),
    clientMaxWindowBits === undefined ? 'client_max_window_bits' : `client_max_window_bits=${clientMaxWindowBits}`,
  ].join('; ')
}
