/** A message as the bytes that go out: text as UTF-8, bytes as they are, not copied. */
export function messageBytes(message: string | Uint8Array): Buffer {
  return typeof message === 'string'
    ? Buffer.from(message)
    : Buffer.from(message.buffer, message.byteOffset, message.byteLength)
}
