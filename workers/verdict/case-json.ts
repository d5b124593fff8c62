import type { Actor } from '../../src/model/actor.js'
import type { Case, Host } from '../../src/model/case.js'
import { breakShell, visible } from '../../src/model/escape.js'
import { exitCode } from '../../src/model/exit-code.js'
import type { ChainStep, EvidenceRow, Finding } from '../../src/model/finding.js'
import { createMasker } from '../../src/model/mask.js'
import type { BackDoorState, FlawState, RungVerdict } from '../../src/model/verdict.js'
import { ATTACK_VERSION, RULES_VERSION, TOOL_VERSION } from '../../src/model/version.js'
import type { RawRow } from '../protocol.js'
import { actorId } from './actors.js'
import { doorHistory, time } from './case-json-door.js'
import { findingId } from './finding-parts.js'

/** Raised when a reader of version 1 could no longer read it. */
const FORMAT_VERSION = 1

export interface CaseJsonOptions {
  readonly masked: boolean
  /** ISO 8601 UTC; the one thing that differs between two runs over the same evidence. */
  readonly written: string
}

/**
 * The whole case as stable JSON text, as docs/case.schema.json lays it down. Raw text stands in it
 * with hidden characters made visible and the words of web shells broken. `raw` is keyed
 * `entry:offset`.
 */
export function caseJson(
  judged: Case,
  raw: ReadonlyMap<string, RawRow>,
  options: CaseJsonOptions,
): string {
  return `${JSON.stringify(new Writer(judged, raw, options.masked).document(options.written), null, 1)}\n`
}

class Writer {
  private readonly clean: (text: string) => string
  private readonly ids: ReadonlyMap<string, string>

  constructor(
    private readonly judged: Case,
    private readonly raw: ReadonlyMap<string, RawRow>,
    private readonly masked: boolean,
  ) {
    const { hosts, findings } = judged
    const lines = findings.flatMap(({ rows }) => rows.map((row) => this.rawText(row) ?? ''))
    const masker = masked ? createMasker({ hosts, findings, raw: lines }) : null
    this.clean = (text) => breakShell(visible(masker ? masker.text(text) : text))
    // An identity is made from names, so masked names make another.
    this.ids = new Map(
      findings.map(({ id, detection, host, actors, subject }) => [
        id,
        masked
          ? findingId(detection, this.clean(host), actors.map(this.clean), this.clean(subject))
          : id,
      ]),
    )
  }

  document(written: string): object {
    const { judged, clean } = this
    return {
      format: 'afterpatch-case',
      version: FORMAT_VERSION,
      tool: {
        name: 'Afterpatch',
        version: TOOL_VERSION,
        rules: RULES_VERSION,
        attack: ATTACK_VERSION,
      },
      written,
      demo: judged.demo,
      masked: this.masked,
      complete: judged.complete,
      campaigns: judged.campaigns,
      judgements: this.judgements(),
      exitCode: exitCode(judged),
      events: judged.events,
      noise: judged.noise,
      first: time(judged.first),
      last: time(judged.last),
      evidence: judged.evidence.map(({ name, kind, size, sha256, collector }) => ({
        name: clean(name),
        kind,
        size,
        sha256,
        collector,
      })),
      hosts: judged.hosts.map((host) => this.host(host)),
      findings: judged.findings.map((finding) => this.finding(finding)),
      actors: judged.actors.map((actor) => this.actor(actor)),
      coverage: judged.coverage.map((one) => ({
        host: clean(one.host),
        family: one.family,
        label: one.label,
        first: time(one.first),
        last: time(one.last),
        holes: one.holes.map(({ from, to, why = '' }) => ({ from: time(from), to: time(to), why })),
        cuts: one.cuts.map((cut) => ({ time: time(cut.time), what: clean(cut.what) })),
        notes: one.notes,
        entries: one.entries,
        events: one.events,
        unusable: one.unusable.map(clean),
      })),
      entries: this.entries(),
      warnings: judged.warnings.map((warning) => ({
        entry: warning.entry < 0 ? null : this.path(warning.entry),
        entryIndex: warning.entry < 0 ? null : warning.entry,
        offset: Number.isNaN(warning.offset) ? null : warning.offset,
        what: clean(warning.what),
        wanted: clean(warning.wanted),
        found: clean(warning.found),
        count: warning.count,
      })),
    }
  }

  private host(host: Host): object {
    const { name, nameFrom, who, verdict, campaigns, patched } = host
    const { clean } = this
    const { door } = verdict
    return {
      name: clean(name),
      nameFrom: clean(nameFrom),
      who: clean(who),
      verdict: {
        headline: verdict.headline,
        sentence: clean(verdict.sentence),
        saw: clean(verdict.saw),
        ruledOut: clean(verdict.ruledOut),
        collectNext: verdict.collectNext,
        nextSteps: verdict.nextSteps,
        targeted: this.rung(verdict.targeted),
        exploited: this.rung(verdict.exploited),
        backdoored: this.rung(verdict.backdoored),
        used: this.rung(verdict.used),
        setAside: {
          acknowledged: this.idsOf(verdict.setAside.acknowledged),
          scanners: this.idsOf(verdict.setAside.scanners),
        },
        door: {
          call: door.call,
          flaw: this.flaw(door.flaw),
          flaws: door.flaws.map((flaw) => this.flaw(flaw)),
          backDoor: {
            call: door.backDoor.call,
            since: time(door.backDoor.since),
            lastUsed: time(door.backDoor.lastUsed),
            because: clean(door.backDoor.because),
            afterPatch: this.afterPatch(door.backDoor),
          },
        },
      },
      ...doorHistory(host, clean),
      campaigns: campaigns.map((campaign) => ({ ...campaign, from: time(campaign.from) })),
      notCollected: host.notCollected,
      patched: time(patched),
    }
  }

  private flaw(flaw: FlawState): object {
    const exposed = flaw.exposed.map(({ from, to }) => ({ from: time(from), to: time(to) }))
    return { ...flaw, since: time(flaw.since), because: this.clean(flaw.because), exposed }
  }

  private afterPatch({ afterPatch }: BackDoorState): object | null {
    if (!afterPatch) return null
    const { actors, first, last, requests } = afterPatch
    return { actors: actors.map(this.clean), first: time(first), last: time(last), requests }
  }

  private rung(verdict: RungVerdict): object {
    return {
      call: verdict.call,
      because: this.clean(verdict.because),
      against: this.clean(verdict.against),
      wouldChangeIf: this.clean(verdict.wouldChangeIf),
      findings: this.idsOf(verdict.findings),
      confidence: verdict.confidence,
      coverage: verdict.coverage.map(this.clean),
      proveWrong: verdict.proveWrong.map(this.clean),
    }
  }

  /** One about a finding that is not in this evidence is kept, and said to be of no effect. */
  private judgements(): object {
    const { clean, judged } = this
    const { acknowledged, scanners } = judged.judgements
    return {
      acknowledged: acknowledged.map(({ finding, reason }) => ({
        finding: this.ids.get(finding) ?? clean(finding),
        reason: clean(reason),
        found: this.ids.has(finding),
      })),
      scanners: scanners.map(({ address, reason }) => ({
        address: clean(address),
        reason: clean(reason),
      })),
    }
  }

  private idsOf(ids: readonly string[]): string[] {
    return ids.map((id) => this.ids.get(id) ?? id)
  }

  private finding(finding: Finding): object {
    const { clean } = this
    return {
      id: this.ids.get(finding.id),
      detection: finding.detection,
      title: clean(finding.title),
      host: clean(finding.host),
      level: finding.level,
      rung: finding.rung,
      phase: finding.phase,
      technique: finding.technique,
      actors: finding.actors.map(clean),
      subject: clean(finding.subject),
      firstTime: time(finding.firstTime),
      lastTime: time(finding.lastTime),
      count: finding.count,
      reason: clean(finding.reason),
      why: finding.why,
      falsePositives: finding.falsePositives,
      counterEvidence: finding.counterEvidence.map(clean),
      todo: finding.todo,
      references: finding.references,
      confidence: finding.confidence,
      thatDay: finding.thatDay
        ? { call: finding.thatDay.call, because: clean(finding.thatDay.because) }
        : null,
      setAside: finding.setAside
        ? { by: finding.setAside.by, reason: clean(finding.setAside.reason) }
        : null,
      entries: finding.entries.map((entry) => this.path(entry)),
      evidence: finding.rows.map((row) => this.row(row)),
      chain: finding.chain ? this.chain(finding.chain) : null,
    }
  }

  private chain(steps: readonly ChainStep[]): object[] {
    return steps.map(({ finding, time: when, phase, what, by }) => ({
      finding: this.ids.get(finding) ?? finding,
      time: time(when),
      phase,
      what: this.clean(what),
      by: this.clean(by),
    }))
  }

  private actor(actor: Actor): object {
    const { clean } = this
    const addresses = actor.addresses.map(clean)
    return {
      id: this.masked ? actorId(addresses) : actor.id,
      addresses,
      agents: actor.agents.map(clean),
      first: time(actor.first),
      last: time(actor.last),
      phases: actor.phases,
      findings: actor.findings.map((id) => this.ids.get(id) ?? id),
      hosts: actor.hosts.map(clean),
      because: actor.because.map(clean),
    }
  }

  private row(row: EvidenceRow): object {
    const { clean } = this
    const known = this.raw.get(rowKey(row))
    const text = this.rawText(row)
    return {
      entry: this.path(row.entry),
      entryIndex: row.entry,
      offset: row.offset,
      line: known && known.line > 0 ? known.line : null,
      time: time(row.time),
      family: row.family,
      client: clean(row.client),
      user: clean(row.user),
      agent: clean(row.agent),
      action: clean(row.action),
      target: clean(row.target),
      status: row.status,
      says: row.says,
      raw: text === null ? null : clean(text),
    }
  }

  private entries(): object[] {
    const results = new Map(this.judged.results.map((result) => [result.entry, result]))
    const warnings = new Map<number, number>()
    for (const { entry, count } of this.judged.warnings)
      warnings.set(entry, (warnings.get(entry) ?? 0) + count)
    return this.judged.entries.map((entry) => {
      const result = results.get(entry.index)
      return {
        path: this.clean(entry.path),
        evidence: entry.evidence,
        size: Number.isNaN(entry.size) ? null : entry.size,
        sha256: result?.sha256 ?? null,
        sha1: result?.sha1 ?? null,
        md5: result?.md5 ?? null,
        state: result?.state ?? (entry.notReadReason === '' ? 'waiting' : 'not-read'),
        parser: result?.parser ?? null,
        events: result?.events ?? 0,
        records: result?.records ?? 0,
        unreadable: result?.unreadable ?? 0,
        warnings: warnings.get(entry.index) ?? 0,
        reason: this.clean(result?.reason ?? entry.notReadReason),
      }
    })
  }

  private path(entry: number): string {
    return this.clean(this.judged.entries[entry]?.path ?? '')
  }

  private rawText(row: EvidenceRow): string | null {
    return this.raw.get(rowKey(row))?.text ?? null
  }
}

function rowKey(row: EvidenceRow): string {
  return `${String(row.entry)}:${String(row.offset)}`
}
