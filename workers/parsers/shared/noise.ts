import type { EventSink } from '../../event-sink.js'
import { normalAgent } from '../../log-record.js'
import { isSelfAddress } from './address.js'

/**
 * Exchange's own monitoring (Managed Availability). A row is noise only if its client is the server
 * itself, its account is empty or a health mailbox, its agent is a probe's, and stem and method are on
 * the list below; and only if no detection literal occurs in it. Each condition alone is forgeable.
 */
const PROBE_AGENTS = [
  'amprobe/',
  'ews_am_probe/',
  'exchange backend probes',
  'mapihttpclient',
  'msexchangeinternalewsclient',
  'msrpc',
  'owatestuser',
  'testactivesyncconnectivity',
]
const PROBE_AGENT_PARTS = ['msexchmon', 'activemonitoring']

const READ = ['GET', 'HEAD', 'OPTIONS']
const READ_POST = [...READ, 'POST']
const RPC = [...READ, 'RPC_IN_DATA', 'RPC_OUT_DATA']

const VIRTUAL_DIRECTORIES = [
  'autodiscover',
  'ecp',
  'ews',
  'mapi',
  'microsoft-server-activesync',
  'oab',
  'owa',
  'owa/calendar',
  'powershell',
  'rpc',
  'rest',
  'api',
]

/** Stems that the probes ask for, in lower case, with the methods that they use. */
const PROBES = new Map<string, readonly string[]>([
  ...VIRTUAL_DIRECTORIES.map((name) => [`/${name}/healthcheck.htm`, READ] as const),
  ...VIRTUAL_DIRECTORIES.map((name) => [`/${name}/exhealth.check`, READ] as const),
  ['/autodiscover/autodiscover.xml', READ_POST],
  ['/autodiscover/', READ],
  ['/ecp/', READ],
  ['/ews/exchange.asmx', READ_POST],
  ['/mapi/emsmdb/', READ_POST],
  ['/mapi/nspi/', READ_POST],
  ['/microsoft-server-activesync', READ],
  ['/microsoft-server-activesync/', READ],
  ['/microsoft-server-activesync/default.eas', READ_POST],
  ['/oab/', READ],
  ['/owa/', READ],
  ['/owa/auth.owa', READ_POST],
  ['/owa/auth/logon.aspx', READ],
  ['/powershell', READ_POST],
  ['/powershell/', READ_POST],
  ['/rpc/', RPC],
  ['/rpc/rpcproxy.dll', RPC],
])

const UNKNOWN = 0
const NO = 1
const YES = 2

/** Answers to a yes-or-no question about interned strings, asked of each string once. */
class Answers {
  private known = new Uint8Array(1_024)

  constructor(private readonly ask: (index: number) => boolean) {}

  of(index: number): boolean {
    if (index >= this.known.length) {
      const bigger = new Uint8Array(Math.max(this.known.length * 2, index + 1))
      bigger.set(this.known)
      this.known = bigger
    }
    if (this.known[index] === UNKNOWN) this.known[index] = this.ask(index) ? YES : NO
    return this.known[index] === YES
  }
}

/** Judges rows by the interned indices of their cells; makes no string a row. */
export class NoiseJudge {
  private readonly selfAddresses: Answers
  private readonly accounts: Answers
  private readonly agents: Answers
  private readonly stems = new Map<number, readonly number[]>()

  constructor(private readonly sink: EventSink) {
    this.selfAddresses = new Answers((index) => isSelfAddress(sink.text(index)))
    this.accounts = new Answers((index) => isHealthMailbox(sink.text(index)))
    this.agents = new Answers((index) => isProbeAgent(sink.text(index)))
  }

  /** The address of this interned index is loopback or link-local. */
  isSelf(address: number): boolean {
    return this.selfAddresses.of(address)
  }

  /** All conditions but the address and the detection literals. */
  isProbe(user: number, agent: number, method: number, stem: number): boolean {
    if (user !== 0 && !this.accounts.of(user)) return false
    return this.agents.of(agent) && this.methodsOf(stem).includes(method)
  }

  private methodsOf(stem: number): readonly number[] {
    const known = this.stems.get(stem)
    if (known) return known
    const methods = PROBES.get(this.sink.text(stem).toLowerCase()) ?? []
    const indices = methods.map((method) => this.sink.internText(method))
    this.stems.set(stem, indices)
    return indices
  }
}

function isHealthMailbox(account: string): boolean {
  return /^(?:[^\\]*\\)?healthmailbox[0-9a-z]*(?:@.*)?$/i.test(account)
}

function isProbeAgent(agent: string): boolean {
  const normal = normalAgent(agent)
  return (
    PROBE_AGENTS.some((prefix) => normal.startsWith(prefix)) ||
    PROBE_AGENT_PARTS.some((part) => normal.includes(part))
  )
}
