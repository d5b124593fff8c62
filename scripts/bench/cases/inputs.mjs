/** Numbers that are the same in every run: a function that gives one from 0 to below its argument. */
export function randomNumbers(seed) {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

export function randomBytes(length, seed) {
  const random = randomNumbers(seed)
  return Uint8Array.from({ length }, () => random(256))
}

export function word(random, length) {
  return Array.from({ length }, () => random(36).toString(36)).join('')
}

/** `length` bytes of whole lines as IIS writes them. */
export function makeLog(random, length) {
  const paths = ['/owa/auth/logon.aspx', '/ecp/default.aspx', '/mapi/emsmdb/', '/Rpc/Rpcproxy.dll']
  const lines = Array.from({ length: 4096 }, () => {
    const path = paths[random(paths.length)]
    const query = `CorrelationID=<empty>;&cafeReqId=${word(random, 32)};&id=${word(random, 8)}`
    const client = `192.168.${random(256)}.${random(256)}`
    const agent = `Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+${word(random, 10)}`
    const time = `2021-03-0${1 + random(9)} 0${random(10)}:${10 + random(50)}:${10 + random(50)}`
    return `${time} 10.0.0.5 GET ${path} ${query} 443 - ${client} ${agent} - 200 0 0 ${random(999)}`
  })
  const bytes = new Uint8Array(length)
  const encoder = new TextEncoder()
  let at = 0
  for (;;) {
    const line = encoder.encode(lines[random(lines.length)] + '\r\n')
    if (at + line.length > length) break
    bytes.set(line, at)
    at += line.length
  }
  return bytes.fill(0x2e, at, length - 1).fill(0x0a, length - 1)
}
