/** Addresses in one query; an actor with more is shown by its first. */
const MOST = 40

/** The query for all events of some addresses. */
export function clientQuery(addresses: readonly string[]): string {
  return addresses
    .slice(0, MOST)
    .map((address) => `client:${quoted(address)}`)
    .join(' OR ')
}

/** A value of the query bar, quoted as it wants it. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, (special) => `\\${special}`)}"`
}
