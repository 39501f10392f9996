/** The other end of `child.mjs`: answers calls by name, and ends with the bench that started it. */
export function serve(handlers) {
  process.on('message', async ({ callId, name, args }) => {
    try {
      process.send({ callId, value: await handlers[name](args) })
    } catch (error) {
      process.send({ callId, error: error.message })
    }
  })
  process.on('disconnect', () => process.exit())
}
