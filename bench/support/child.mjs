/**
 * A process of the bench and the calls it answers. Senders and receivers live in processes of their own so that none
 * shares a thread with what is measured; a child that dies fails the calls that wait for it, with a sentence.
 */
import { fork, spawn } from 'node:child_process'

export class Child {
  #process
  #name
  #pending = new Map()
  #lastCallId = 0

  constructor(process, name) {
    this.#process = process
    this.#name = name
    process.on('message', ({ callId, value, error }) => {
      const waiting = this.#pending.get(callId)
      this.#pending.delete(callId)
      if (error === undefined) waiting?.resolve(value)
      else waiting?.reject(new Error(`The ${name}: ${error}`))
    })
    process.on('error', (error) => this.#failAll(`could not start: ${error.message}`))
    process.on('exit', (code, signal) => this.#failAll(`ended (${signal ?? code})`))
  }

  static node(file, name, args = []) {
    return new Child(fork(file, args, { serialization: 'advanced', execArgv: [] }), name)
  }

  /** @param command another program that speaks Node's IPC */
  static program(command, args, env, name) {
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc']
    return new Child(spawn(command, args, { env, stdio, serialization: 'advanced' }), name)
  }

  get pid() {
    return this.#process.pid
  }

  call(name, args) {
    const callId = ++this.#lastCallId
    const answer = new Promise((resolve, reject) => {
      this.#pending.set(callId, { resolve, reject })
      // An error is also told by `exit`.
      this.#process.send({ callId, name, args }, () => {})
    })
    // Whoever waits for it still hears of a failure; when a scenario has ended nobody does.
    answer.catch(() => {})
    return answer
  }

  close() {
    this.#process.kill('SIGKILL')
  }

  #failAll(why) {
    for (const { reject } of this.#pending.values()) reject(new Error(`The ${this.#name} ${why}.`))
    this.#pending.clear()
  }
}
