/** Numbers for connections and servers alike, so that one column of the store tells them all apart. Never reused. */
export class Ids {
  private last = 0

  next(): number {
    return ++this.last
  }
}
