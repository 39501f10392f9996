/** A parsed document that may hold anything, walked without trust; references within it are followed, those out of it said. */
import type { Notes } from './imported'

export type Node = Readonly<Record<string, unknown>>

/** References that lead to references; more is a circle. */
const FOLLOWED_MAX = 32

export class DocumentTree {
  constructor(
    private readonly root: unknown,
    private readonly notes: Notes,
  ) {}

  /** @returns the object it is or refers to; nothing for anything else */
  node(value: unknown): Node | undefined {
    let current = value
    for (let followed = 0; followed < FOLLOWED_MAX; followed++) {
      if (!isNode(current)) return undefined
      const { $ref: reference } = current
      if (typeof reference !== 'string') return current
      current = this.at(reference)
    }
    return undefined
  }

  /** The entries of an object that are objects, each under its name. */
  nodes(value: unknown): [name: string, node: Node][] {
    return Object.entries(this.node(value) ?? {}).flatMap(([name, each]) => {
      const node = this.node(each)
      return node === undefined ? [] : [[name, node] as [string, Node]]
    })
  }

  /** The objects of a list. */
  list(value: unknown): Node[] {
    return listOf(value).flatMap((each) => {
      const node = this.node(each)
      return node === undefined ? [] : [node]
    })
  }

  /** What a JSON Pointer (RFC 6901) of this document refers to. */
  at(reference: string): unknown {
    if (!reference.startsWith('#')) {
      this.notes.add(`${reference} stands in another document, which is not read: what it says is missing here.`)
      return undefined
    }
    let current: unknown = this.root
    for (const part of pointerParts(reference)) {
      const isThere = (isNode(current) || Array.isArray(current)) && Object.hasOwn(current, part)
      if (!isThere) {
        this.notes.add(`${reference} is not in the document: what it says is missing here.`)
        return undefined
      }
      current = (current as Node)[part]
    }
    return current
  }
}

/** `#/components/schemas/a~1b` → `components`, `schemas`, `a/b` */
export function pointerParts(reference: string): string[] {
  let pointer = reference.slice(1)
  try {
    pointer = decodeURIComponent(pointer)
  } catch {
    // As it stands: it was not encoded.
  }
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
