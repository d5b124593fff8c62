import { createSocket } from 'node:dgram'
import { bindUdp } from './listeners.js'

const HEADER_BYTES = 12
const TYPE_A = 1

export interface NameServer {
  /** Every name asked for, in lower case. */
  readonly asked: readonly string[]
  close(): void
}

/**
 * The only name server of the network namespace (RFC 1035, one question a message): names below
 * the suffix are 127.0.0.1, all others do not exist.
 */
export async function serveNames(suffix: string): Promise<NameServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const question = readQuestion(message)
    if (!question) return
    asked.push(question.name)
    socket.send(answer(message, question, question.name.endsWith(suffix)), from.port, from.address)
  })
  await bindUdp(socket, '127.0.0.1', 53)
  return {
    asked,
    close() {
      socket.close()
    },
  }
}

interface Question {
  readonly name: string
  readonly type: number
  /** Offset behind the question. */
  readonly end: number
}

function readQuestion(message: Buffer): Question | null {
  const labels: string[] = []
  let at = HEADER_BYTES
  for (;;) {
    const length = message[at]
    if (length === undefined || length > 63) return null
    if (length === 0) break
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  if (at + 5 > message.length) return null
  return {
    name: labels.join('.').toLowerCase(),
    type: message.readUInt16BE(at + 1),
    end: at + 5,
  }
}

function answer(message: Buffer, { type, end }: Question, known: boolean): Buffer {
  const head = Buffer.from(message.subarray(0, end))
  const hasAddress = known && type === TYPE_A
  head.writeUInt16BE(known ? 0x8180 : 0x8183, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(hasAddress ? 1 : 0, 6)
  head.writeUInt16BE(0, 8)
  head.writeUInt16BE(0, 10)
  if (!hasAddress) return head
  // Pointer to the question's name, type A, class IN, 30 s, four bytes.
  const record = Buffer.from([0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 30, 0, 4, 127, 0, 0, 1])
  return Buffer.concat([head, record])
}
