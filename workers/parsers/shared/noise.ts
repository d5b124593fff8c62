import { Answers } from '../../answers.js'
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

/** All methods of the list above; a set of them is a number. */
const METHODS = [...RPC, 'POST']

function bitsOf(methods: readonly string[]): number {
  return METHODS.reduce((bits, name, at) => (methods.includes(name) ? bits | (1 << at) : bits), 0)
}

const NO = 0
const YES = 1

/** Judges rows by the interned indices of their cells; makes no string a row. */
export class NoiseJudge {
  private readonly selfAddresses: Answers
  private readonly accounts: Answers
  private readonly agents: Answers
  private readonly methods: Answers
  /** Methods that the probes use on a stem, as a bit each. */
  private readonly stems: Answers

  constructor(sink: EventSink) {
    const yes = (test: (text: string) => boolean): Answers =>
      new Answers((index) => (test(sink.text(index)) ? YES : NO))
    this.selfAddresses = yes(isSelfAddress)
    this.accounts = yes(isHealthMailbox)
    this.agents = yes(isProbeAgent)
    this.methods = new Answers((index) => bitsOf([sink.text(index)]))
    this.stems = new Answers((index) => bitsOf(PROBES.get(sink.text(index).toLowerCase()) ?? []))
  }

  /** The address of this interned index is loopback or link-local. */
  isSelf(address: number): boolean {
    return this.selfAddresses.of(address) === YES
  }

  /** All conditions but the address and the detection literals. */
  isProbe(user: number, agent: number, method: number, stem: number): boolean {
    if (user !== 0 && this.accounts.of(user) === NO) return false
    if (this.agents.of(agent) === NO) return false
    return (this.stems.of(stem) & this.methods.of(method)) !== 0
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
