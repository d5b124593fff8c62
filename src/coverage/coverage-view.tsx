import type { Case, Host } from '../model/case.js'
import type { Coverage, NotCollected } from '../model/coverage.js'
import { visible } from '../model/escape.js'
import type { Rung } from '../model/finding.js'
import type { Microseconds } from '../model/units.js'
import type { CampaignState } from '../model/verdict.js'
import { bytes, count, counted, holeDays, span, stamp } from '../parts/words.js'
import { Ledger } from './ledger.js'
import { Warnings } from './warnings.js'

interface Props {
  readonly judged: Case
  readonly host: Host | undefined
}

interface Window {
  readonly from: Microseconds
  readonly to: Microseconds
}

export function CoverageView({ judged, host }: Props) {
  const rows = judged.coverage.filter((one) => one.host === host?.name)
  const counting = host?.campaigns.filter((one) => one.state === 'counts') ?? []
  const [campaign] = counting
  const window = { from: campaign?.from ?? judged.first, to: judged.last }
  return (
    <main class="page">
      <h1>What was read, and what is missing</h1>
      <p class="lead">
        {campaign
          ? `The bars run from ${stamp(campaign.from).slice(0, 10)} (${campaign.title}) to the last event. `
          : ''}
        First and last are events inside the logs, never file times.{' '}
        {counted(judged.events, 'event')}, of which {count(judged.noise)} are Exchange watching
        itself.{' '}
        <span id="held" data-rows={judged.held.rows} data-text={judged.held.text}>
          {counted(judged.held.rows, 'row')} and {bytes(judged.held.text)} of text stand for them in
          memory.
        </span>
      </p>
      {host && (
        <p class="lead">
          The name {visible(host.name)} comes from {visible(host.nameFrom)}.
          {host.who === '' ? '' : ` ${visible(host.who)}.`}
        </p>
      )}
      <div class="scroll">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">Log</th>
              <th scope="col">Window</th>
              <th scope="col">First (UTC)</th>
              <th scope="col">Last (UTC)</th>
              <th scope="col">Holes</th>
              <th scope="col" class="number">
                Files
              </th>
              <th scope="col" class="number">
                Events
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <CoverageRow key={row.family} row={row} window={window} />
            ))}
          </tbody>
        </table>
      </div>
      {counting.length > 0 && <Campaigns counting={counting} />}
      {host && host.notCollected.length > 0 && <Missing missing={host.notCollected} />}
      <h2>Evidence</h2>
      <ul class="plain">
        {judged.evidence.map((one) => (
          <li key={one.index}>
            {visible(one.name)} · {bytes(one.size)} · {one.kind}
            {one.collector === 'unknown' ? '' : ` · ${one.collector}`}{' '}
            <span class="mono hash">
              SHA-256 {one.sha256 ?? (one.kind === 'zip' ? 'hash pending' : 'by file, see below')}
            </span>
          </li>
        ))}
      </ul>
      <Warnings judged={judged} />
      <Ledger judged={judged} />
    </main>
  )
}

const QUESTION: Readonly<Record<Rung, string>> = {
  targeted: 'Targeted?',
  exploited: 'Exploited?',
  backdoored: 'Back door?',
  used: 'Used?',
}

/** What each answer can stand on, in the window of each campaign that counts. */
function Campaigns({ counting }: { readonly counting: readonly CampaignState[] }) {
  return (
    <>
      <h2>What that covers, by campaign</h2>
      <div class="scroll">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">Campaign</th>
              <th scope="col">Window from (UTC)</th>
              <th scope="col">Answer</th>
              <th scope="col">Covered</th>
              <th scope="col">By</th>
            </tr>
          </thead>
          <tbody>
            {counting.flatMap(({ id, title, from, coverage }) =>
              coverage.map(({ rung, covered, sources }) => (
                <tr key={`${id} ${rung}`}>
                  <th scope="row">{title}</th>
                  <td class="mono">{stamp(from).slice(0, 10)}</td>
                  <td>{QUESTION[rung]}</td>
                  <td>{covered ? '✓ whole window' : '? not the whole window'}</td>
                  <td>{visible(sources.join('; '))}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Missing({ missing }: { readonly missing: readonly NotCollected[] }) {
  return (
    <>
      <h2>Not in this evidence</h2>
      <ul class="plain">
        {missing.map(({ family, label, why }) => (
          <li key={family}>
            {label}. <span class="soft">{why}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Holes named in a row; the bar shows all. */
const NAMED_HOLES = 3

function CoverageRow({ row, window }: { row: Coverage; window: Window }) {
  const holes = row.holes
    .slice(0, NAMED_HOLES)
    .map(({ from, to, why }) => `${holeDays(from, to)} (${why ?? span(to - from)})`)
  const more = row.holes.length - holes.length
  return (
    <tr>
      <th scope="row">
        {row.label}
        {row.notes.map((note) => (
          <span key={note} class="caption">
            {' '}
            {visible(note)}
          </span>
        ))}
        {row.cuts.map((cut) => (
          <span key={cut.time} class="caption bad">
            {' '}
            {visible(cut.what)}, {stamp(cut.time)}: what stood in it before is gone
          </span>
        ))}
        {row.unusable.length > 0 && (
          <span class="caption bad" title={visible(row.unusable.join('\n'))}>
            {' '}
            {counted(row.unusable.length, 'file')} not usable, counted as missing
          </span>
        )}
      </th>
      <td>
        <Bar row={row} window={window} />
      </td>
      <td class="mono">
        {Number.isFinite(row.first)
          ? stamp(row.first)
          : row.events === 0
            ? 'no event'
            : 'no time in these files'}
      </td>
      <td class="mono">{Number.isFinite(row.last) ? stamp(row.last) : ''}</td>
      <td>
        {row.holes.length === 0
          ? 'none'
          : `${holes.join('; ')}${more > 0 ? ` and ${count(more)} more` : ''}`}
      </td>
      <td class="number">{count(row.entries)}</td>
      <td class="number">{count(row.events)}</td>
    </tr>
  )
}

function Bar({ row, window }: { row: Coverage; window: Window }) {
  const length = window.to - window.from
  const place = (from: Microseconds, to: Microseconds) => {
    const left = Math.max(0, (from - window.from) / length)
    const right = Math.min(1, (to - window.from) / length)
    return { left: `${left * 100}%`, width: `${Math.max(0, right - left) * 100}%` }
  }
  if (!Number.isFinite(row.first) || !(length > 0)) return <div class="cover" aria-hidden="true" />
  return (
    <div class="cover" aria-hidden="true">
      <div class="cover-there" style={place(row.first, row.last)} />
      {row.holes.map((hole) => (
        <div key={hole.from} class="cover-hole" style={place(hole.from, hole.to)} />
      ))}
    </div>
  )
}
