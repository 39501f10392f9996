/** An HTTP server that lets one in: answers as the test says and keeps what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface LoginServer {
  port: number
  url: string
  requests: { method: string; url: string; rawHeaders: string[]; headers: IncomingMessage['headers']; body: string }[]
}

export async function startLoginServer(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  http: Server = createServer(),
): Promise<LoginServer> {
  const requests: LoginServer['requests'] = []
  http.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const part of request) body += part
    const { method = '', url = '', rawHeaders, headers } = request
    requests.push({ method, url, rawHeaders, headers, body })
    answer(response, request)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  })
  const { port } = http.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}`, requests }
}
