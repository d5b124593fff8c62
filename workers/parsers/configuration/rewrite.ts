import type { XmlFrame } from '../shared/xml-frames.js'
import type { Statement } from './statement.js'

/** Conditions of one rule that are told; the raw record has the rest. */
const MAX_CONDITIONS = 8

/**
 * Rules that Microsoft's mitigations add, by name: EOMT and BackendCookieMitigation (March 2021), EOMTv2
 * and the Emergency Mitigation service (September 2022). What they must ask for, so that a rule that
 * only bears the name is none.
 */
const MITIGATIONS: readonly (readonly [name: RegExp, asks: RegExp, against: string])[] = [
  [
    /^x-anonresource-backend abort - inbound$/i,
    /x-anonresource-backend/i,
    'CVE-2021-26855 (ProxyLogon)',
  ],
  [/^x-beresource abort - inbound$/i, /x-beresource/i, 'CVE-2021-26855 (ProxyLogon)'],
  [
    /^(?:eems m1(?:\.\d+)? )?powershell - inbound$/i,
    /autodiscover.{0,40}powershell/i,
    'CVE-2022-41040 (ProxyNotShell)',
  ],
]

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['abortrequest', 'aborts requests'],
  ['customresponse', 'answers requests itself'],
  ['redirect', 'redirects requests'],
  ['rewrite', 'rewrites requests'],
  ['none', 'does nothing'],
])
const BLOCKS = ['abortrequest', 'customresponse']

/** A URL-rewrite rule while its element is open. */
export class RewriteRule {
  private readonly asks: string[] = []
  private type = ''
  private goesTo = ''

  constructor(private readonly frame: XmlFrame) {}

  /** `<rule>` in `<rules>`, `<globalRules>` or `<outboundRules>`. */
  static begins(frame: XmlFrame): boolean {
    return (
      frame.name === 'rule' &&
      /^(?:rules|globalRules|outboundRules)$/.test(frame.parent?.name ?? '')
    )
  }

  /** Takes an element inside the rule. */
  take({ name, attributes, parent }: XmlFrame): void {
    const get = (key: string): string => attributes.get(key) ?? ''
    if (name === 'match')
      this.ask(get('serverVariable') || 'URL', get('url') || get('pattern'), get('negate'))
    else if (name === 'add' && parent?.name === 'conditions') {
      this.ask(get('input'), get('pattern'), get('negate'))
    } else if (name === 'action') {
      this.type = get('type').toLowerCase()
      this.goesTo = get('url') || get('value')
    }
  }

  end(): Statement {
    const { attributes, parent } = this.frame
    const name = attributes.get('name') ?? ''
    const off = attributes.get('enabled')?.toLowerCase() === 'false'
    const does = ACTIONS.get(this.type) ?? 'has no known action'
    const kind = parent?.name === 'outboundRules' ? 'Outbound rewrite rule' : 'URL rewrite rule'
    const state = off ? ', disabled' : ''
    const goes = this.goesTo === '' ? '' : ` → ${this.goesTo}`
    return {
      action: `${kind} that ${does}${state}${this.mitigation(name, off)}`,
      target: [`${name}${goes}`, ...this.asks].join('; '),
    }
  }

  private ask(what: string, pattern: string, negate: string): void {
    // The usual match of every URL says nothing.
    if (pattern === '' || (what === 'URL' && /^\.\*$|^\(\.\*\)$/.test(pattern))) return
    if (this.asks.length === MAX_CONDITIONS) return
    this.asks.push(`${what} ${negate.toLowerCase() === 'true' ? 'not ' : ''}${pattern}`)
  }

  private mitigation(name: string, off: boolean): string {
    const known = MITIGATIONS.find(([pattern]) => pattern.test(name.trim()))
    if (!known) return /^eems m\d/i.test(name) ? ': set by the Emergency Mitigation service' : ''
    const [, asks, against] = known
    const works = !off && BLOCKS.includes(this.type) && this.asks.some((one) => asks.test(one))
    return works
      ? `: mitigation of ${against}`
      : `: named as the mitigation of ${against} but does not block it`
  }
}
