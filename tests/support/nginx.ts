/** nginx from the system's packages, as a wss reverse proxy before a feed: TLS as servers out there speak it, not as Node does. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readFixture } from './certificates'
import { until } from './until'

/** Only administrators have it on their path. */
const nginx = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']
  .map((folder) => join(folder, 'nginx'))
  .find((file) => existsSync(file))

export const hasNginx = nginx !== undefined && spawnSync(nginx, ['-v']).status === 0
if (!hasNginx) console.warn('nginx is not installed and cannot be had here: its tests are skipped.')

export interface Proxy {
  port: number
  /** A line per request: method, path, status. None for who left before HTTP. */
  requests(): string[]
}

export interface ProxyOptions {
  /** Of `tests/fixtures/tls`, joined to one chain. */
  certificates: string[]
  key: string
  /** Who must vouch for a client. */
  clientAuthority?: string
  /** Versions of TLS it speaks. */
  protocols?: string
}

/** @param feedPort where what comes is passed on to */
export async function startNginx(feedPort: number, options: ProxyOptions): Promise<Proxy> {
  if (nginx === undefined) throw new Error('There is no nginx.')
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-nginx-'))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('certificate.pem', options.certificates.map(readFixture).join('\n'))
  write('key.pem', readFixture(options.key))
  if (options.clientAuthority !== undefined) write('client-ca.pem', readFixture(options.clientAuthority))
  const port = await freePort()
  write('nginx.conf', configuration(port, feedPort, options))

  const child = spawn(nginx, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log', '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (bytes) => {
    said += bytes
  })
  onTestFinished(() => stop(child, folder))
  await until(
    () => {
      if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`)
      return existsSync(join(folder, 'nginx.pid')) && isListening(port)
    },
    () => `nginx listens: ${said}`,
  )
  const log = join(folder, 'access.log')
  return { port, requests: () => readLines(log) }
}

function configuration(
  port: number,
  feedPort: number,
  { clientAuthority, protocols = 'TLSv1.2 TLSv1.3' }: ProxyOptions,
): string {
  return `
worker_processes 1;
pid nginx.pid;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 64; }
http {
  log_format plain '$request $status';
  access_log access.log plain;
  client_body_temp_path .; proxy_temp_path .; fastcgi_temp_path .; uwsgi_temp_path .; scgi_temp_path .;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate certificate.pem;
    ssl_certificate_key key.pem;
    ${clientAuthority === undefined ? '' : 'ssl_client_certificate client-ca.pem; ssl_verify_client on;'}
    ssl_protocols ${protocols};
    location / {
      proxy_pass http://127.0.0.1:${feedPort};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_set_header X-Client $ssl_client_s_dn;
    }
  }
}
`
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    // At once, while SIGQUIT would wait for clients.
    child.kill('SIGTERM')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
}

function readLines(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
