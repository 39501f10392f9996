/** A server that no authority vouches for: its certificate is shown, pinned, missed when it changes, and the pin taken away. */
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { type CertificateName, fingerprintOf, readCertificate } from '../support/certificates'
import { expect, test } from './support/app'

async function startSelfSigned(certificate: CertificateName) {
  const https = createServer(readCertificate(certificate))
  const acceptor = new WebSocketServer({ server: https })
  let openings = 0
  acceptor.on('connection', (socket) => {
    openings++
    socket.send('hello over TLS')
  })
  https.listen(0, '127.0.0.1')
  await once(https, 'listening')
  return {
    url: `wss://localhost:${(https.address() as AddressInfo).port}/feed`,
    openings: () => openings,
    change: (to: CertificateName) => https.setSecureContext(readCertificate(to)),
    hangUp: () => {
      for (const client of acceptor.clients) client.close(1001)
    },
    stop: () => {
      for (const client of acceptor.clients) client.terminate()
      https.close()
    },
  }
}

test('a self-signed certificate is shown, trusted for its connection, missed when it changes, and forgotten', async ({
  window,
}) => {
  const { page } = window
  const server = await startSelfSigned('self-signed')
  const card = page.getByRole('region', { name: 'Certificate', exact: true })
  const trust = card.getByRole('button', { name: 'Trust this certificate for this connection' })
  const shown = card.locator('[data-fingerprint]')

  await test.step('it is refused, and the card shows what came', async () => {
    await window.connect(server.url)
    await expect(page.getByRole('alert')).toContainText('ERR_TLS_UNTRUSTED')
    await expect(page.getByRole('alert')).toContainText('It is self-signed: no authority vouches for it.')
    await expect(shown).toHaveText(fingerprintOf('self-signed'))
    await expect(card).toContainText('localhost, Feedscope tests')
    expect(server.openings()).toBe(0)
  })

  await test.step('the Handshake tab shows the chain of what failed', async () => {
    await card.getByRole('button', { name: 'Show the chain' }).click()
    const tls = page.getByRole('region', { name: 'TLS' })
    await expect(tls).toContainText('Not trusted. It is self-signed')
    await expect(tls).toContainText(fingerprintOf('self-signed'))
    await expect(page.getByText('Request, not sent')).toBeVisible()
  })

  await test.step('trusted, it opens, and the TLS part says by what', async () => {
    await trust.click()
    await expect(page.locator('[data-state="open"]')).toBeVisible()
    await expect(window.row('hello over TLS')).toBeVisible()
    await expect(card).toBeHidden()
    await expect(page.getByRole('region', { name: 'TLS' })).toContainText('By its fingerprint, which is pinned')
  })

  await test.step('another certificate is refused, with both fingerprints side by side', async () => {
    server.change('another-self-signed')
    server.hangUp()
    await window.button('Connect').click()
    await expect(page.getByRole('alert')).toContainText('ERR_TLS_PIN_MISMATCH')
    await expect(card).toContainText('The certificate is not the one you trusted')
    await expect(card).toContainText(fingerprintOf('self-signed'))
    await expect(shown).toHaveText(fingerprintOf('another-self-signed'))
    expect(server.openings()).toBe(1)
  })

  await test.step('without the pin the authorities decide again', async () => {
    await window.button('Remove the pin').click()
    await expect(window.button('Remove the pin')).toBeHidden()
    await window.button('Connect').click()
    await expect(page.getByRole('alert')).toContainText('ERR_TLS_UNTRUSTED')
    await expect(shown).toHaveText(fingerprintOf('another-self-signed'))
    expect(server.openings()).toBe(1)
  })
  server.stop()
})
