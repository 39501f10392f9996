/**
 * Thrown within a reader of a format, by whatever depth it has come to, and caught where that reader was called: there it
 * becomes a failure with a code. Its message is a sentence for the user.
 */
export class Unreadable extends Error {}

/** @returns what it reads; undefined where it is unreadable */
export function readOrNothing<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
