import type { Finding } from './finding.js'

/** What a masker learns names from. Every list may be empty. */
export interface MaskSource {
  readonly hosts: readonly { readonly name: string }[]
  readonly findings: readonly Finding[]
  /** Raw lines that will be shown: names that only they hold are numbered after the others. */
  readonly raw?: readonly string[]
}

/** Puts `host-1`, `domain-1`, `user-1`, `internal-1` for the victim’s names and internal addresses. */
export interface Masker {
  text(text: string): string
  host(name: string): string
}

type Kind = 'host' | 'domain' | 'user' | 'internal'

/** Words that stand where accounts stand and say nothing of the victim. */
const COMMON = new Set(
  '- system anonymous owa ecp oab ews rpc mapi powershell autodiscover network service'.split(' '),
)
const FILE_ENDINGS = /\.(?:aspx?|ashx|asmx|svc|exe|dll|log|zip|js|css|config|flt|ecp|xml|png|gif)$/i
const ACCOUNT = /(?<=^|[\s,;"'=])([a-z0-9][a-z0-9.-]{0,30})\\([^\s\\,;"'/()]{1,64})(?=$|[\s,;"'])/gi
const MAIL = /([a-z0-9._+-]{1,64})@((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![a-z0-9])/gi
/** A name that fills a column of its own, or the server part of a URL that does. */
const FULL_NAME =
  /(?<=^|[\s,"])(?:https?:\/\/)?((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?=$|[\s,":/])/gi
/** The server that an exploit names: `ServerInfo~a]@server.domain:444/`. */
const EXPLOIT_NAME = /\]@([a-z0-9.-]{1,255})(?=[:/])/gi
const IPV4 = String.raw`(?<![\d.])(?:10(?:\.\d{1,3}){3}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|192\.168(?:\.\d{1,3}){2})(?![\d]|\.\d)`
const IPV6 = String.raw`(?<![0-9a-f:])(?:fe[89ab][0-9a-f]|f[cd][0-9a-f]{2}):[0-9a-f:]{2,39}(?:%\d{1,5})?(?![0-9a-f:])`

export function createMasker(source: MaskSource): Masker {
  const names = new Names()
  names.learnHosts(source.hosts.map((host) => host.name))
  const rows = source.findings.flatMap((finding) => finding.rows)
  names.learnUsers(rows.map((row) => row.user))
  const shown = source.findings.flatMap((finding) => [
    ...finding.actors,
    finding.subject,
    ...finding.rows.flatMap((row) => [row.client, row.target, row.agent]),
  ])
  names.learnAddresses(shown)
  const raw = source.raw ?? []
  names.learnFromLines(raw)
  names.learnAddresses(raw)
  const text = names.replacer()
  return { text, host: (name) => names.hostLabel(name) ?? text(name) }
}

class Names {
  private readonly labels = new Map<string, string>()
  private readonly counts: Record<Kind, number> = { host: 0, domain: 0, user: 0, internal: 0 }

  hostLabel(name: string): string | undefined {
    return this.labels.get(name.toLowerCase())
  }

  learnHosts(names: readonly string[]): void {
    this.addAll('host', names.map(shortName))
    this.addAll('domain', names.map(domainOf))
    // A server without a name is called by its package, which may name the victim.
    for (const name of sorted(names)) {
      const lower = name.toLowerCase()
      if (this.labels.has(lower)) continue
      this.labels.set(lower, this.fullLabel(lower))
    }
  }

  learnUsers(users: readonly string[]): void {
    const parts = users.map(splitAccount)
    this.addAll(
      'domain',
      parts.map((part) => part.domain),
    )
    this.addAll(
      'user',
      parts.map((part) => part.user),
    )
  }

  learnFromLines(lines: readonly string[]): void {
    const accounts: { user: string; domain: string }[] = []
    const full: string[] = []
    for (const line of lines) {
      for (const [, domain = '', user = ''] of line.matchAll(ACCOUNT))
        accounts.push({ user, domain })
      for (const [, user = '', domain = ''] of line.matchAll(MAIL)) accounts.push({ user, domain })
      for (const pattern of [FULL_NAME, EXPLOIT_NAME])
        for (const [, name = ''] of line.matchAll(pattern))
          if (!FILE_ENDINGS.test(name)) full.push(name)
    }
    this.addAll('host', full.map(shortName))
    this.addAll('domain', [...full.map(domainOf), ...accounts.map((account) => account.domain)])
    this.addAll(
      'user',
      accounts.map((account) => account.user),
    )
  }

  learnAddresses(texts: readonly string[]): void {
    const pattern = new RegExp(`${IPV4}|${IPV6}`, 'gi')
    const found = texts.flatMap((text) => [...text.matchAll(pattern)].map(([address]) => address))
    this.addAll('internal', found)
  }

  /** One pass, so that no label is taken for a name. */
  replacer(): (text: string) => string {
    this.addFirstWords()
    const known = [...this.labels.keys()]
      .filter((name) => name !== '')
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
      .map(escapePattern)
    const bounded = `(?:(?<![a-z0-9])|(?<=%[0-9a-f]{2}))(?:${known.join('|')})(?![a-z0-9])`
    const pattern = new RegExp([IPV4, IPV6, ...(known.length > 0 ? [bounded] : [])].join('|'), 'gi')
    return (text) =>
      text.replace(pattern, (found) => {
        const lower = found.toLowerCase()
        return this.labels.get(lower) ?? this.add('internal', lower)
      })
  }

  /** `contoso` of `contoso.local` is as telling as the whole. */
  private addFirstWords(): void {
    for (const [name, label] of [...this.labels]) {
      const word = name.split('.')[0] ?? ''
      const telling = label.startsWith('domain-') && name.includes('.') && word.length > 3
      if (telling && !this.labels.has(word)) this.labels.set(word, label)
    }
  }

  private addAll(kind: Kind, names: readonly string[]): void {
    for (const name of sorted(names)) {
      const lower = name.toLowerCase()
      if (lower.length < 2 || COMMON.has(lower) || this.labels.has(lower)) continue
      this.add(kind, lower)
    }
  }

  private add(kind: Kind, lower: string): string {
    const label = `${kind}-${String(++this.counts[kind])}`
    this.labels.set(lower, label)
    return label
  }

  private fullLabel(lower: string): string {
    const host = this.labels.get(shortName(lower))
    const domain = this.labels.get(domainOf(lower))
    if (host && domain) return `${host}.${domain}`
    return host ?? this.add('host', lower)
  }
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => {
    const left = a.toLowerCase()
    const right = b.toLowerCase()
    return left < right ? -1 : left > right ? 1 : 0
  })
}

function isFullName(name: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(name) && !/^[\d.]+$/.test(name)
}

function shortName(name: string): string {
  return isFullName(name) && name.split('.').length > 2
    ? (name.split('.')[0] ?? '')
    : onlyPlain(name)
}

/** A name of one word is a host; a full name of two is a domain. */
function onlyPlain(name: string): string {
  return /^[a-z0-9_-]+$/i.test(name) ? name : ''
}

function domainOf(name: string): string {
  if (!isFullName(name)) return ''
  const parts = name.split('.')
  return parts.length > 2 ? parts.slice(1).join('.') : name
}

function splitAccount(account: string): { user: string; domain: string } {
  const slash = account.lastIndexOf('\\')
  if (slash >= 0) return { domain: account.slice(0, slash), user: account.slice(slash + 1) }
  const at = account.indexOf('@')
  if (at >= 0) return { user: account.slice(0, at), domain: account.slice(at + 1) }
  return { user: account, domain: '' }
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
