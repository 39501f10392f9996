/** The Setup tab of a connection: all it can be told, what comes of it on the wire, and what is kept. */
import { expect, test } from './support/app'
import { callFrom } from './support/bridge'
import { RecordingServer } from './support/recording-server'
import { Setup } from './support/setup'

test('a connection is set up, saved, dialled with all that was set, changed while it is open, and kept', async ({
  window,
}) => {
  test.setTimeout(90_000)
  const server = await RecordingServer.start()
  const setup = new Setup(window)

  await test.step('a new connection begins in its Setup', async () => {
    await window.button('New connection').click()
    await expect(window.tab('Setup')).toHaveAttribute('aria-selected', 'true')
    await expect(setup.request).toContainText('With a URL it stands here.')
    await expect(window.button('Save')).toBeDisabled()
    await window.url.fill(`${server.url}/feed`)
  })

  await test.step('Request', async () => {
    await setup.field('Name').fill('staging')
    await setup.button('+ query parameter').click()
    await setup.field('Query parameter 1 name').fill('symbol')
    await setup.field('Query parameter 1 value').fill('ACME & Co')
    await setup.button('+ header').click()
    await setup.field('Header 1 name').fill('x-TRACE-Id')
    await setup.field('Header 1 value').fill('{{trace}}')
    // Begun and left empty: not meant.
    await setup.button('+ header').click()
    await setup.field('Origin').fill('https://app.example.com')
    await setup.button('+ subprotocol').click()
    await setup.field('Subprotocol 1').fill('quotes.v2')
    await expect(window.page.getByRole('textbox', { name: 'Subprotocols' })).toHaveValue('quotes.v2')
    await setup.type('Handshake timeout', '20 min')
    await expect(setup.field('Handshake timeout')).toHaveAttribute('aria-invalid', 'true')
    await setup.type('Handshake timeout', '20 s')
    await setup.type('Redirects', 'off')
    await setup.type('Message limit', '2 MiB')
    await expect(setup.section('Request')).toContainText('8')
  })

  await test.step('Authorization keeps what was typed for another kind', async () => {
    await setup.section('Authorization').click()
    await setup.button('Login').click()
    await setup.field('Login address').fill('https://login.example.com')
    await setup.button('+ value').click()
    await setup.field('Field of value 1').fill('$.ticket')
    await setup.pane.getByRole('combobox', { name: 'Place of value 1' }).selectOption('query')
    await setup.button('Basic').click()
    await setup.field('User').fill('alice')
    await setup.field('Password').fill('s3cret')
    await setup.button('Login').click()
    await expect(setup.field('Field of value 1')).toHaveValue('$.ticket')
    await setup.button('Basic').click()
    await expect(setup.field('User')).toHaveValue('alice')
    await expect(setup.field('Password')).toHaveAttribute('type', 'password')
  })

  await test.step('Messages on open', async () => {
    await setup.section('Messages on open').click()
    await setup.button('Add message').click()
    await setup.field('Text of message 1').fill('0a f')
    await setup.pane.getByRole('combobox', { name: 'Type of message 1' }).selectOption('binary')
    await expect(setup.alert).toContainText('The last pair lacks a digit.')
    await setup.field('Text of message 1').fill('0a ff')
    await setup.button('Add message').click()
    await setup.field('Text of message 2').fill('{"op": "subscribe"}')
    await setup.button('Move message 2 up').click()
    await setup.button('Add message').click()
    await setup.button('Remove message 3').click()
    await setup.type('Wait before message 2', '5')
  })

  await test.step('Staying connected', async () => {
    await setup.section('Staying connected').click()
    await setup.check('Dial again').check()
    await setup.type('First wait', '2 s')
    await setup.type('Attempts', '3')
    await setup.button('message').click()
    await setup.field('Answered by').fill('/(/')
    await expect(setup.alert).toContainText('ERR_FILTER_INVALID')
    await setup.field('Answered by').fill('$.op = pong')
    await expect(setup.alert).toHaveCount(0)
    await setup.type('Every', '1 min')
  })

  await test.step('Network, TLS, Compression', async () => {
    await setup.section('Network').click()
    await setup.pane.getByRole('group', { name: 'Proxy' }).getByRole('button', { name: 'none' }).click()
    await setup.button('IPv4').click()
    await setup.section('TLS').click()
    await setup.button('PKCS#12').click()
    await setup.type('Certificate and key', '/tmp/me.p12')
    await setup.button('1.3').click()
    await setup.field('Server name').fill('feed.example.com')
    await setup.section('Compression').click()
    await setup.pane.getByRole('combobox', { name: 'Server’s window' }).selectOption('10')
    await setup.check('Offer permessage-deflate').uncheck()
    await expect(setup.check('server_no_context_takeover')).toBeDisabled()
  })

  await test.step('Validation says what is wrong with a schema', async () => {
    await setup.section('Validation').click()
    await setup.field('JSON Schema of messages received').fill('{"type": "objekt"}')
    await expect(setup.alert).toContainText('$.type')
    await setup.field('JSON Schema of messages received').fill('{"type": "object", "required": ["price"]}')
    await expect(setup.alert).toHaveCount(0)
    await expect(setup.pane).toContainText('In use.')
  })

  await test.step('the request is shown as it will be sent, its secrets hidden, unknown variables named', async () => {
    await expect(setup.request).toContainText('GET /feed?symbol=ACME%20%26%20Co')
    await expect(setup.request).toContainText('x-TRACE-Id: {{trace}}')
    await expect(setup.request).toContainText('Nothing is known of {{trace}}')
    await expect(setup.request).toContainText('Origin: https://app.example.com')
    await expect(setup.request).toContainText('Authorization: ')
    await expect(setup.request).not.toContainText(Buffer.from('alice:s3cret').toString('base64'))
  })

  await test.step('it is saved without being connected', async () => {
    await window.button('Save').click()
    await expect(window.page.locator('.connection-state[data-state="idle"]')).toBeVisible()
    expect(server.requests).toHaveLength(0)
    expect(await setup.settings()).toMatchObject({
      name: 'staging',
      url: `${server.url}/feed`,
      query: [['symbol', 'ACME & Co']],
      headers: [['x-TRACE-Id', '{{trace}}']],
      origin: 'https://app.example.com',
      subprotocols: ['quotes.v2'],
      handshakeTimeoutMs: 20_000,
      redirectsMax: 0,
      messageMaxBytes: 2 * 1024 ** 2,
      auth: { kind: 'basic', user: 'alice', password: 's3cret' },
      onOpen: [
        { type: 'text', message: '{"op": "subscribe"}', waitMs: 0 },
        { type: 'binary', message: '0a ff', waitMs: 5 },
      ],
      reconnect: { isOn: true, initialMs: 2_000, attemptsMax: 3 },
      heartbeat: { kind: 'message', answer: '$.op = pong', intervalMs: 60_000 },
      network: { proxy: { kind: 'none' }, family: 4 },
      tls: {
        clientCertificate: { kind: 'pkcs12', file: '/tmp/me.p12' },
        minVersion: 'TLSv1.3',
        serverName: 'feed.example.com',
      },
      compression: false,
      deflate: { serverMaxWindowBits: 10 },
      validation: { received: '{"type": "object", "required": ["price"]}', sent: '' },
    })
  })

  await test.step('it is not dialled while a variable is unknown, and dialled with all of that once it is', async () => {
    // There is no such file, and this server asks for none.
    await setup.section('TLS').click()
    await setup.pane.getByRole('group', { name: 'Client certificate' }).getByRole('button', { name: 'none' }).click()
    await window.button('Connect').click()
    await expect(window.page.locator('.connection-bar').getByRole('alert')).toContainText(
      'Nothing is known of {{trace}}',
    )
    await callFrom(window.page, 'desk.write', { globals: [{ name: 'trace', value: 'tr-42' }] })
    await window.button('Connect').click()
    await expect(window.page.locator('.connection-state[data-state="open"]')).toContainText('quotes.v2')
    const [request] = server.requests
    expect(request?.url).toBe('/feed?symbol=ACME%20%26%20Co')
    expect(request?.headers).toContainEqual(['x-TRACE-Id', 'tr-42'])
    expect(request?.headers).toContainEqual(['Origin', 'https://app.example.com'])
    expect(request?.headers).toContainEqual([
      'Authorization',
      `Basic ${Buffer.from('alice:s3cret').toString('base64')}`,
    ])
    await expect.poll(() => server.messages).toEqual(['{"op": "subscribe"}', '0aff'])
  })

  await test.step('what arrives is held to the schema', async () => {
    server.send('{"price": 1}')
    server.send('{"cost": 1}')
    await expect(window.row('{"cost": 1}').first()).toBeVisible()
    await window.button('Marked').click()
    await expect(window.row('{"cost": 1}').first()).toBeVisible()
    await expect(window.row('$ must have the property “price”').first()).toBeVisible()
    await expect(window.row('{"price": 1}')).toHaveCount(0)
    await window.button('Marked').click()
  })

  await test.step('of an open connection some counts at once, and some from the next connect', async () => {
    await window.tab('Message').click()
    await window.button('Options').click()
    await expect(window.tab('Setup')).toHaveAttribute('aria-selected', 'true')
    await setup.section('Staying connected').click()
    await setup.check('Send a pong').uncheck()
    await expect.poll(async () => (await setup.settings())?.answersPings).toBe(false)
    await expect(setup.pane).not.toContainText('Counts from the next connect.')
    await setup.section('Authorization').click()
    await setup.button('API key').click()
    await setup.type('Key', 'k3y')
    await expect(setup.pane).toContainText('Counts from the next connect.')
    await expect.poll(async () => (await setup.settings())?.auth).toMatchObject({ kind: 'api-key', value: 'k3y' })
    expect(server.requests).toHaveLength(1)
    await setup.button('Reconnect').click()
    await expect.poll(() => server.requests.length).toBe(2)
    expect(server.requests[1]?.headers).toContainEqual(['X-Api-Key', 'k3y'])
    await expect(window.page.locator('.connection-state[data-state="open"]')).toBeVisible()
    await expect(setup.pane).not.toContainText('Counts from the next connect.')
  })

  await test.step('it is all kept when it is over', async () => {
    await window.button('Disconnect').click()
    await expect(window.page.locator('.connection-state[data-state="closed"]')).toBeVisible()
    await setup.section('Request').click()
    await expect(setup.field('Header 1 name')).toHaveValue('x-TRACE-Id')
    await setup.button('Remove header 1').click()
    await expect.poll(async () => (await setup.settings())?.headers).toEqual([])
    expect(await setup.settings()).toMatchObject({ name: 'staging', auth: { kind: 'api-key', value: 'k3y' } })
    server.close()
  })
})

test('a draft waits while one looks elsewhere', async ({ window }) => {
  const setup = new Setup(window)
  await window.button('New connection').click()
  await window.url.fill('ws://draft.example')
  await setup.section('Network').click()
  await setup.button('IPv6').click()
  await window.button('All connections').click()
  await expect(window.tab('Setup')).toHaveCount(0)
  await window.button('New connection').click()
  await expect(window.url).toHaveValue('ws://draft.example')
  await expect(setup.button('IPv6')).toHaveAttribute('aria-pressed', 'true')
})
