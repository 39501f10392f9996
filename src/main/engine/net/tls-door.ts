/**
 * One port that speaks TLS and, if told to, plain too. Which of them a client speaks its first byte says. Whoever passes is
 * handed on as if it had just connected, with nothing read; until then it has `firstBytesMs`, and is this door's to end.
 *
 * ```
 *   silent ──0x16──► in its handshake ──► handed on
 *      │                     └─ failed, late ──► refused
 *      ├──else──► handed on, or refused with a 400 where only TLS is spoken
 *      └─ late ──► refused
 * ```
 */
import { Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls'
import type { TlsIdentity } from './certificate'
import { goesOver } from './line-reset'
import { refusalMessage, TLS_HANDSHAKE_RECORD } from './refusal'
import { describeTlsFailure, LEFT_AFTER_HANDSHAKE, LEFT_DURING_HANDSHAKE } from './tls-failure'

const SPEAKS_PLAIN = 'This server speaks TLS. Connect with wss://, not ws://.'

export interface TlsDoorOptions {
  identity: TlsIdentity
  /** Hand on clients that speak plain, too. */
  alsoPlain: boolean
  /** From the connection until it is handed on; asked for each. */
  firstBytesMs: () => number
  /** The client's first bytes are still to be read. Its errors are the receiver's from now on. */
  onSocket(socket: Socket | TLSSocket): void
  /** The socket is on its way to its end; its address is still known. */
  onRefused(reason: string, socket: Socket): void
}

export function createTlsDoor(options: TlsDoorOptions): Server {
  return new TlsDoor(options)
}

class TlsDoor extends Server {
  /** By the address of the other side, which is all that a socket and the TLS in it have in common. */
  private readonly waiting = new Map<string, Arrival>()
  private readonly tls: TlsServer

  constructor(options: TlsDoorOptions) {
    // As an HTTP server has its sockets.
    super({ allowHalfOpen: true, noDelay: true })
    // It never listens: what it is given comes from here. That its clients have a time, too, is seen to here.
    this.tls = createTlsServer({
      key: options.identity.key,
      cert: options.identity.cert,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
    })
    this.tls.on('secureConnection', (secure) => this.waiting.get(addressOf(secure))?.secured(secure))
    this.tls.on('tlsClientError', (error, secure) => this.waiting.get(addressOf(secure))?.failed(error))
    this.on('connection', (socket: Socket) => {
      const address = addressOf(socket)
      // Gone already.
      if (socket.remoteAddress === undefined) return void socket.destroy()
      const arrival = new Arrival(socket, options, this.tls, () => this.waiting.delete(address))
      this.waiting.set(address, arrival)
    })
  }

  /** Also ends those that are not handed on yet. */
  override close(onClosed?: (error?: Error) => void): this {
    super.close(onClosed)
    for (const arrival of this.waiting.values()) arrival.end()
    return this
  }
}

function addressOf(socket: Socket): string {
  const { remoteAddress, remotePort, localAddress } = socket
  return `${remoteAddress} ${remotePort} ${localAddress}`
}

/** A client until it is handed on or gone. */
class Arrival {
  private readonly timer: NodeJS.Timeout
  private state: 'silent' | 'in-handshake' | 'refused' | 'handed-on' | 'gone' = 'silent'
  private readonly onError = () => {}
  private readonly onEnd = () => this.socket.destroy()

  constructor(
    private readonly socket: Socket,
    private readonly options: TlsDoorOptions,
    private readonly tls: TlsServer,
    private readonly forget: () => void,
  ) {
    const timeMs = options.firstBytesMs()
    this.timer = setTimeout(() => this.late(timeMs), timeMs)
    socket.on('error', this.onError)
    // Who is done before it began has nothing to ask.
    socket.on('end', this.onEnd)
    socket.on('close', this.onClose)
    socket.once('data', (bytes) => this.began(bytes))
  }

  end(): void {
    this.leave('gone')
    this.socket.destroy()
  }

  secured(secure: TLSSocket): void {
    if (this.state !== 'in-handshake') return
    this.leave('handed-on')
    goesOver(secure, this.socket)
    secure.once('close', () => {
      // Some clients look at the certificate only now, and say nothing.
      if (secure.bytesRead === 0) this.options.onRefused(LEFT_AFTER_HANDSHAKE, this.socket)
    })
    this.options.onSocket(secure)
  }

  failed(error: Error): void {
    if (this.state === 'in-handshake') this.refuse(describeTlsFailure(error))
  }

  private began(bytes: Buffer): void {
    const { socket, options, tls } = this
    socket.pause()
    socket.unshift(bytes)
    socket.off('end', this.onEnd)
    if (bytes[0] === TLS_HANDSHAKE_RECORD) {
      this.state = 'in-handshake'
      // TLS has its own goodbye; Node's HTTPS servers are never half open.
      socket.allowHalfOpen = false
      tls.emit('connection', socket)
    } else if (options.alsoPlain) {
      this.leave('handed-on')
      socket.off('error', this.onError)
      options.onSocket(socket)
      // Whoever took it listens by now.
      process.nextTick(() => socket.resume())
    } else {
      socket.end(refusalMessage(400, SPEAKS_PLAIN))
      // What it goes on to say is heard, or a reset would overtake our answer.
      socket.resume()
      this.refuse(SPEAKS_PLAIN)
    }
  }

  private late(timeMs: number): void {
    const what = this.state === 'silent' ? 'The client sent nothing' : 'The TLS handshake was not done'
    if (this.state !== 'refused') this.options.onRefused(`${what} within ${timeMs} ms.`, this.socket)
    this.end()
  }

  private readonly onClose = () => {
    if (this.state === 'in-handshake') this.options.onRefused(LEFT_DURING_HANDSHAKE, this.socket)
    this.leave('gone')
  }

  private refuse(reason: string): void {
    // Our alert, or our answer, is still on its way: the socket closes by itself, or in the end by the timer.
    this.state = 'refused'
    this.options.onRefused(reason, this.socket)
  }

  private leave(state: 'handed-on' | 'gone'): void {
    this.state = state
    clearTimeout(this.timer)
    this.socket.off('close', this.onClose)
    this.socket.off('end', this.onEnd)
    this.forget()
  }
}
