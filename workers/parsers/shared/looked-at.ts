import { familyIndex } from '../../../src/model/families.js'
import { isMailProgram, isPowerShellClient, isShellProgram } from '../../agents.js'
import { Answers } from '../../answers.js'
import type { EventSink } from '../../event-sink.js'
import type { RowColumns } from '../../kernels/rows.js'
import { normalAgent, percentDecode } from '../../log-record.js'
import { isStrange } from '../../web-path.js'

const BACK_END = familyIndex('iis-back')

const ORDINARY = 0
const ALWAYS = 1
/** Looked at where the back end answered a client that is none of its own. */
const AT_BACK_END = 2
/** Looked at on the back end, whoever asked. */
const ECP_AT_BACK_END = 3

/** What Exchange's own health checks and the control panel itself ask for all day. */
const ORDINARY_ECP =
  /^\/ecp\/(?:$|default\.aspx$|exhealth\.check$|healthcheck\.htm$|.*\.svc(?:\/|$))/

type Columns = Pick<RowColumns, 'target' | 'agent' | 'status'>

/**
 * Requests that detections look at whole, whatever words they hold: by path, by agent and by site.
 * Each path and agent is asked about once.
 */
export class LookedAt {
  private readonly paths: Answers
  /** 1: a program of attackers that names itself; 2: one that belongs at the back end's PowerShell. */
  private readonly agents: Answers

  constructor(sink: EventSink) {
    this.paths = new Answers((index) => pathAnswer(sink.text(index)))
    this.agents = new Answers((index) => agentAnswer(normalAgent(percentDecode(sink.text(index)))))
  }

  /** Of a row of IIS; `path` and `agent` are indices of the sink's texts. */
  request(path: number, agent: number, family: number, status: number): boolean {
    const answer = this.paths.of(path)
    if (answer === ALWAYS || this.agents.of(agent) === 1) return true
    if (answer === ORDINARY || family !== BACK_END) return false
    return answer === ECP_AT_BACK_END || (status === 200 && this.agents.of(agent) !== 2)
  }

  /** Of a row of IIS in columns. */
  row({ target, agent, status }: Columns, index: number, family: number): boolean {
    const at = (column: Columns[keyof Columns]): number => column[index] as number
    return this.request(at(target), at(agent), family, at(status))
  }

  /** Of a row whose path needs no look. */
  agent(agent: number): boolean {
    return this.agents.of(agent) === 1
  }
}

function pathAnswer(logged: string): number {
  if (isStrange(logged)) return ALWAYS
  const path = percentDecode(logged).toLowerCase()
  if (path === '/rpc/' || path === '/rpc') return ALWAYS
  if (path === '/powershell' || path === '/powershell/') return AT_BACK_END
  return path.startsWith('/ecp/') && !ORDINARY_ECP.test(path) ? ECP_AT_BACK_END : ORDINARY
}

function agentAnswer(agent: string): number {
  if (isShellProgram(agent) || isMailProgram(agent)) return 1
  return isPowerShellClient(agent) ? 2 : 0
}
