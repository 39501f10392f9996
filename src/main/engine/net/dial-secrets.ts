/** What of one dial is not to be shown: values of secret variables, what a login gave, cookies. */
import type { Handshake, HeaderLine } from '../../../shared/protocol/handshake'
import { HIDDEN, hideAll } from '../../../shared/variables/hidden'
import type { DialVariables } from './filled-settings'
import type { HeaderField } from './header-field'

const BASIC = /^Basic (\S+)$/i

export class DialSecrets {
  private readonly shownAs = new Map<string, string>()

  constructor(private readonly variables: Pick<DialVariables, 'hidden'> | undefined) {}

  add(text: string, shown = HIDDEN): void {
    if (text === '') return
    this.shownAs.set(text, shown)
    const encoded = new URLSearchParams([['', text]]).toString().slice(1)
    this.shownAs.set(encoded.replaceAll('+', '%20'), shown)
  }

  /** A variable's value that nobody sees in it, since it is encoded. */
  addEncoded(headers: readonly HeaderField[]): void {
    for (const { value } of headers) {
      const encoded = BASIC.exec(value)?.[1]
      if (encoded === undefined) continue
      const plain = Buffer.from(encoded, 'base64').toString()
      if (this.variables?.hidden(plain) !== plain && this.variables !== undefined) this.add(encoded)
    }
  }

  hide = (text: string): string => {
    const shown = hideAll(text, this.shownAs)
    return this.variables?.hidden(shown) ?? shown
  }

  /** What was asked and answered, wherever a secret may stand in it. */
  hideIn<T extends Pick<Handshake, 'requestLine' | 'requestHeaders' | 'response'>>(exchange: T): T {
    const { hide } = this
    const hideLine = ([name, value]: HeaderLine): HeaderLine => [hide(name), hide(value)]
    const { response } = exchange
    return {
      ...exchange,
      requestLine: hide(exchange.requestLine),
      requestHeaders: exchange.requestHeaders.map(hideLine),
      ...(response !== undefined && {
        response: {
          ...response,
          headers: response.headers.map(hideLine),
          ...(response.body !== undefined && { body: hide(response.body) }),
        },
      }),
    }
  }
}
