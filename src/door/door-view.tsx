import { visible } from '../model/escape.js'
import type { Host } from '../model/case.js'
import type { BuildSighting, FlawState, Mitigation } from '../model/verdict.js'
import { counted } from '../parts/words.js'
import { inZone, shownTime } from '../parts/zone.js'
import type { ViewProps } from '../view.js'
import { DatedBar, windowOf, type DatedWindow } from './dated-bar.js'

const CALL: Readonly<Record<FlawState['call'], string>> = {
  open: '○ open',
  'shut since': '✓ shut since',
  'did not apply': '✓ did not apply',
  'cannot tell': '? cannot tell',
}
const BEHIND = {
  'none seen': '✓ none seen',
  present: '● still there',
  gone: '✓ gone',
  'cannot tell': '? cannot tell',
} as const

/** Was the hole open on which days, what was put in its way, and is there a back door behind it? */
export function DoorView({ judged, host, workspace }: ViewProps) {
  if (!host)
    return (
      <main class="page">
        <h1>Door</h1>
        <p class="soft">No Exchange server was found in this evidence.</p>
      </main>
    )
  const window = windowOf(host, judged.first, judged.last)
  const { backDoor, flaws } = host.verdict.door
  const { afterPatch } = backDoor
  const files = judged.findings.filter(
    ({ host: name, rung }) => name === host.name && rung === 'backdoored',
  )
  return (
    <main class="page">
      <h1>The door of {visible(host.name)}</h1>
      <p class="lead">
        Two things, apart: the hole that attackers come through, which an update shuts, and the back
        door that they leave, which no update removes.
      </p>
      <h2>The hole, by flaw</h2>
      <div class="scroll">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">Flaw</th>
              <th scope="col">State</th>
              <th scope="col">Open, in this evidence</th>
              <th scope="col">Because</th>
            </tr>
          </thead>
          <tbody>
            {flaws.map((flaw) => (
              <FlawRow key={flaw.chain} flaw={flaw} window={window} />
            ))}
          </tbody>
        </table>
      </div>
      <Builds host={host} window={window} />
      <h2>What was put in the way</h2>
      {host.mitigations.length === 0 ? (
        <p class="soft">
          No rewrite rule, no run of EOMT and nothing of the Emergency Mitigation service is in this
          evidence. They would be told by web.config, EOMT’s log and MSExchange events.
        </p>
      ) : (
        <div class="scroll">
          <table class="grid">
            <thead>
              <tr>
                <th scope="col">Mitigation</th>
                <th scope="col">Against</th>
                <th scope="col">When</th>
                <th scope="col">{inZone('From')}</th>
                <th scope="col">Until</th>
                <th scope="col">Stated by</th>
              </tr>
            </thead>
            <tbody>
              {host.mitigations.map((one) => (
                <MitigationRow
                  key={`${one.what} ${one.chain} ${one.from} ${one.source}`}
                  one={one}
                  window={window}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h2>The back door: {BEHIND[backDoor.call]}</h2>
      <p>{visible(backDoor.because)}</p>
      {Number.isFinite(backDoor.lastUsed) && <p>Last used {shownTime(backDoor.lastUsed)}.</p>}
      {afterPatch && (
        <p class="notice">
          <b>Used when the hole was shut already:</b> {counted(afterPatch.requests, 'request')} from{' '}
          {afterPatch.actors.map(visible).join(', ') || 'addresses that no log names'},{' '}
          {shownTime(afterPatch.first)} – {shownTime(afterPatch.last)}.
        </p>
      )}
      {files.length > 0 && (
        <ul class="plain">
          {files.map((finding) => (
            <li key={finding.id}>
              <button
                class="link"
                onClick={() => {
                  workspace.openFinding(finding.id)
                }}
              >
                {visible(finding.subject === '' ? finding.title : finding.subject)}
              </button>{' '}
              <span class="soft">{visible(finding.reason)}</span>
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}

function FlawRow({ flaw, window }: { readonly flaw: FlawState; readonly window: DatedWindow }) {
  const since = Number.isFinite(flaw.since) && flaw.call === 'shut since'
  return (
    <tr>
      <th scope="row">{visible(flaw.chain)}</th>
      <td class={flaw.call === 'open' ? 'state bad' : 'state'}>
        {CALL[flaw.call]}
        {since && ` ${shownTime(flaw.since).slice(0, 10)}`}
      </td>
      <td>
        <DatedBar window={window} spans={flaw.exposed} tone="open" />
        <span class="caption">
          {flaw.exposed.length === 0
            ? 'no day known'
            : flaw.exposed
                .map(({ from, to }) => `${shownTime(from).slice(0, 10)} – ${until(to)}`)
                .join('; ')}
        </span>
      </td>
      <td>{visible(flaw.because)}</td>
    </tr>
  )
}

function until(to: number): string {
  return Number.isFinite(to) ? shownTime(to).slice(0, 10) : 'the end of the evidence'
}

function Builds({ host, window }: { readonly host: Host; readonly window: DatedWindow }) {
  return (
    <>
      <h2>Builds of Exchange that the evidence states</h2>
      {host.builds.length === 0 ? (
        <p class="soft">
          None. HttpProxy, EWS and ECP logs, setup’s log, MsiInstaller events, the registry and
          HealthChecker’s report state it; without one of them nobody can tell whether the hole was
          open.
        </p>
      ) : (
        <div class="scroll">
          <table class="grid">
            <thead>
              <tr>
                <th scope="col">Build</th>
                <th scope="col">Holds</th>
                <th scope="col">When</th>
                <th scope="col">{inZone('First')}</th>
                <th scope="col">{inZone('Last')}</th>
                <th scope="col">Stated by</th>
              </tr>
            </thead>
            <tbody>
              {host.builds.map((seen) => (
                <BuildRow key={seen.build} seen={seen} window={window} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {host.buildConflicts.map((one) => (
        <p class="notice" key={`${one.builds.join(' ')} ${one.from}`}>
          Sources disagree from {shownTime(one.from)} to {until(one.to)}: {visible(one.sources[0])}{' '}
          says {visible(one.builds[0])}, {visible(one.sources[1])} says {visible(one.builds[1])}.
        </p>
      ))}
      {host.updates.length > 0 && (
        <ul class="plain">
          {host.updates.map((update) => (
            <li key={`${update.time} ${update.what}`}>
              {shownTime(update.time)} {visible(update.what)}{' '}
              <span class="soft mono">{visible(update.source)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function BuildRow({
  seen,
  window,
}: {
  readonly seen: BuildSighting
  readonly window: DatedWindow
}) {
  const fixed = { true: 'the fix', false: 'no fix', null: 'not known' }[String(seen.fixed)]
  return (
    <tr>
      <th scope="row" class="mono">
        {visible(seen.build)}
      </th>
      <td class={seen.fixed === false ? 'state bad' : 'state'}>
        {fixed}
        {seen.update === '' ? '' : `, ${seen.update}`}
      </td>
      <td>
        <DatedBar
          window={window}
          spans={[{ from: seen.first, to: seen.last }]}
          tone={seen.fixed === false ? 'open' : 'shut'}
        />
      </td>
      <td class="mono">{shownTime(seen.first)}</td>
      <td class="mono">{shownTime(seen.last)}</td>
      <td>
        {seen.sources.map(({ by, path }, at) => (
          <span key={`${by} ${path}`} title={visible(path)}>
            {at > 0 && ', '}
            {visible(by)}
          </span>
        ))}
      </td>
    </tr>
  )
}

function MitigationRow({
  one,
  window,
}: {
  readonly one: Mitigation
  readonly window: DatedWindow
}) {
  return (
    <tr>
      <th scope="row">
        {visible(one.what)}
        {!one.works && <span class="caption bad"> off or changed: it stops nothing</span>}
      </th>
      <td>{visible(one.chain)}</td>
      <td>
        <DatedBar window={window} spans={[one]} tone={one.works ? 'shut' : 'open'} />
      </td>
      <td class="mono">{shownTime(one.from)}</td>
      <td>
        {until(one.to)}
        {one.ended === '' ? '' : `: ${visible(one.ended)}`}
      </td>
      <td class="mono path">{visible(one.source)}</td>
    </tr>
  )
}
