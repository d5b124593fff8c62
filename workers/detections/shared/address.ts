const NOT_PUBLIC =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1?$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/

/** Does a client's address belong to the Internet (not RFC 1918, 6598, 4193, loopback, link-local)? */
export function isPublic(client: string): boolean {
  const address = client.toLowerCase().replace(/^::ffff:/, '')
  return /[.:]/.test(address) && !NOT_PUBLIC.test(address)
}
