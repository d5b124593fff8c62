/**
 * An IP address as four numbers of 32 bits, highest first. IPv4 is written as IPv4 in IPv6
 * (`::ffff:0:0/96`, RFC 4291 §2.5.5.2), so that both spellings are one address.
 */
export type Address = readonly [number, number, number, number]

/** An address of which only the first `bits` count. */
export interface Network {
  readonly address: Address
  readonly bits: number
}

const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/
/** Longest spelling of an IPv6 address: eight groups, the last two as IPv4. */
const LONGEST = 45
const V4_PREFIX = 96

/** null for a text that is no address. A scope (`%3`) is left out. */
export function addressOf(text: string): Address | null {
  if (text.length > LONGEST + 16) return null
  const scope = text.indexOf('%')
  const plain = scope < 0 ? text : text.slice(0, scope)
  if (!plain.includes(':')) {
    const low = ofFour(plain)
    return low === null ? null : [0, 0, 0xffff, low]
  }
  return ofSix(plain)
}

/** `203.0.113.0/24`, `fd00::/8`, or a single address; null for anything else. */
export function networkOf(text: string): Network | null {
  const slash = text.indexOf('/')
  const address = addressOf(slash < 0 ? text : text.slice(0, slash))
  if (!address) return null
  if (slash < 0) return { address, bits: 128 }
  const length = text.slice(slash + 1)
  if (!/^\d{1,3}$/.test(length)) return null
  const bits = Number(length) + (text.includes(':') ? 0 : V4_PREFIX)
  return bits <= 128 ? { address, bits } : null
}

export function isIn(address: Address, network: Network): boolean {
  for (let group = 0; group < 4; group++) {
    const bits = Math.min(32, Math.max(0, network.bits - 32 * group))
    if (bits === 0) return true
    const mask = bits === 32 ? 0xffffffff : ~(0xffffffff >>> bits)
    const differs = ((address[group] as number) ^ (network.address[group] as number)) & mask
    if (differs !== 0) return false
  }
  return true
}

function ofFour(text: string): number | null {
  const match = V4.exec(text)
  if (!match) return null
  let value = 0
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return null
    value = value * 256 + Number(part)
  }
  return value
}

function ofSix(text: string): Address | null {
  if (text.length > LONGEST) return null
  const halves = text.split('::')
  if (halves.length > 2) return null
  const groups = halves.map((half) => (half === '' ? [] : groupsOf(half)))
  const [head, tail] = groups
  if (!head || tail === null) return null
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const all = [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])]
  const pair = (at: number): number => (all[at] as number) * 0x10000 + (all[at + 1] as number)
  return [pair(0), pair(2), pair(4), pair(6)]
}

/** Groups of 16 bits; null where one is none. IPv4 at the end gives two. */
function groupsOf(half: string): number[] | null {
  const groups: number[] = []
  const parts = half.split(':')
  for (const [at, part] of parts.entries()) {
    if (part.includes('.') && at === parts.length - 1) {
      const low = ofFour(part)
      if (low === null) return null
      groups.push(Math.floor(low / 0x10000), low % 0x10000)
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return null
      groups.push(parseInt(part, 16))
    }
  }
  return groups
}
