/** Networks that one customer of a hosting company mostly has a part of: 24 bits, of IPv6 64. */
export function networkOf(address: string): string {
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address)
  if (four) return `${four[1] ?? ''}.0/24`
  const [front = '', back] = address.toLowerCase().split('::')
  if (!address.includes(':') || front === '') return ''
  const groups = front.split(':')
  if (back === undefined && groups.length !== 8) return ''
  while (groups.length < 4) groups.push('0')
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0{1,3}(?=.)/, ''))
    .join(':')}::/64`
}
