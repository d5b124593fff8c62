import { useCallback, useMemo, useState } from 'preact/hooks'
import type { PageTold } from '../../workers/protocol.js'
import type { Session } from '../case/session.js'
import { quoted } from '../actors/client-query.js'
import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import type { Finding } from '../model/finding.js'
import { MarkPart } from '../notes/judge-part.js'
import { useAsked } from '../parts/use-asked.js'
import { count, counted, bytes as sizeWords } from '../parts/words.js'
import { FindingChips } from '../findings/finding-chips.js'
import { FilterBox } from '../parts/filter-box.js'
import { shownTime } from '../parts/zone.js'
import type { ViewProps } from '../view.js'
import { Preview } from './preview.js'

/** Pages in the document at once; the filter reaches the rest. */
const SHOWN = 100

/** Pages that Exchange does not ship, and other files that findings name. */
export function FilesView({ session, workspace, judged, host }: ViewProps) {
  const name = host?.name ?? ''
  // Asked anew for every judgement of the case, whose pages may differ.
  const ask = useCallback(() => session.files(name), [session, judged, name])
  const { answer: pages, failure } = useAsked(ask)
  const [filter, setFilter] = useState('')
  const [asked, setAsked] = useState(false)
  const wanted = filter.toLowerCase()
  const all = pages ?? []
  const there = all.filter(isThere)
  const found = (asked ? all : there).filter(({ page, path }) =>
    `${page} ${path}`.toLowerCase().includes(wanted),
  )
  const ofHost = judged.findings.filter((finding) => finding.host === host?.name)
  const others = useMemo(
    () => otherFiles(judged.findings, host?.name ?? '', all),
    [judged, host?.name, all],
  )
  const guessed = all.length - there.length
  return (
    <main class="page">
      <h1>Files</h1>
      <p class="lead">
        Pages in the web folders of {visible(host?.name ?? 'this evidence')} that Exchange does not
        ship: what lies there, what came and went by the records of the disk, and what answered
        requests. A page that Exchange ships and that was changed stands among the findings.
      </p>
      <div class="findings-tools">
        <h2>{counted(found.length, 'page')}</h2>
        <FilterBox words="filter by path" label="Filter files" value={filter} onValue={setFilter} />
        {guessed > 0 && (
          <button
            class="tool"
            aria-pressed={asked}
            onClick={() => {
              setAsked(!asked)
            }}
          >
            and {count(guessed)} that were only asked for
          </button>
        )}
      </div>
      {found.length === 0 && (
        <p class="soft">
          {failure ||
            (pages === null
              ? 'Looking …'
              : 'No such page. That says nothing of files that were not collected: Coverage names what was.')}
        </p>
      )}
      {found.slice(0, SHOWN).map((page) => (
        <PageCard
          key={page.page}
          session={session}
          judged={judged}
          told={page}
          findings={ofHost.filter((finding) => isAbout(finding, page))}
          onFinding={workspace.openFinding}
          onActor={workspace.openActor}
          onEvents={() => {
            workspace.openEvents(`target:${quoted(`*${page.page}*`)}`, null)
          }}
        />
      ))}
      {found.length > SHOWN && (
        <p class="caption">
          The first {count(SHOWN)} of {count(found.length)}; filter to see others.
        </p>
      )}
      <h2>Other files that findings name</h2>
      {others.length === 0 ? (
        <p class="soft">None.</p>
      ) : (
        <ul class="plain">
          {others.map(({ path, finding }) => (
            <li key={`${finding.id} ${path}`}>
              <span class="mono">{visible(path)}</span>{' '}
              <button
                class="link"
                onClick={() => {
                  workspace.openFinding(finding.id)
                }}
              >
                {visible(finding.title)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}

interface CardProps {
  readonly session: Session
  readonly judged: Case
  readonly told: PageTold
  readonly findings: readonly Finding[]
  readonly onFinding: (id: string, host: string) => void
  readonly onActor: (address: string) => void
  readonly onEvents: () => void
}

function PageCard({ session, judged, told, findings, onFinding, onActor, onEvents }: CardProps) {
  const [open, setOpen] = useState(-1)
  return (
    <section class="told" aria-label={visible(told.page)}>
      <h3 class="mono">{visible(told.page)}</h3>
      <dl class="lines">
        <dt>On disk</dt>
        <dd class="mono">{told.path === '' ? 'not in this evidence' : visible(told.path)}</dd>
        {told.life.length > 0 && (
          <>
            <dt>Life</dt>
            <dd>
              <ul class="plain">
                {told.life.map((event, at) => (
                  <li key={at}>
                    {shownTime(event.time)} {event.what}{' '}
                    <span class="soft">by {visible(event.by)}</span>
                  </li>
                ))}
              </ul>
              {told.lifeLeftOut > 0 && (
                <span class="caption">and {counted(told.lifeLeftOut, 'more record')}</span>
              )}
            </dd>
          </>
        )}
        <dt>Asked for</dt>
        <dd>
          {askedWords(told)}{' '}
          {told.sent + told.fetched + told.failed + told.missing > 0 && (
            <button class="link" onClick={onEvents}>
              its events
            </button>
          )}
        </dd>
        {told.actors.length > 0 && (
          <>
            <dt>By</dt>
            <dd>
              {told.actors.map(({ address, requests }, at) => (
                <span key={address}>
                  {at > 0 && ', '}
                  <button
                    class="link mono"
                    onClick={() => {
                      onActor(address)
                    }}
                  >
                    {visible(address)}
                  </button>{' '}
                  ({count(requests)})
                </span>
              ))}
              {told.actorCount > told.actors.length &&
                ` and ${count(told.actorCount - told.actors.length)} more`}
            </dd>
          </>
        )}
        {findings.length > 0 && (
          <>
            <dt>Findings</dt>
            <dd>
              <FindingChips findings={findings} onFinding={onFinding} />
            </dd>
          </>
        )}
        {told.entries.map((index) => (
          <FileLines key={index} judged={judged} index={index} />
        ))}
      </dl>
      {told.entries.map((index) => (
        <div key={index}>
          <button
            class="tool"
            aria-expanded={open === index}
            onClick={() => {
              setOpen(open === index ? -1 : index)
            }}
          >
            {open === index ? 'hide its content' : 'show its content, as text'}
          </button>
          {open === index && (
            <Preview session={session} entry={index} size={judged.entries[index]?.size ?? NaN} />
          )}
        </div>
      ))}
      <MarkPart subject={{ kind: 'file', key: told.page }} />
    </section>
  )
}

function FileLines({ judged, index }: { readonly judged: Case; readonly index: number }) {
  const entry = judged.entries[index]
  const result = judged.results.find((one) => one.entry === index)
  if (!entry || !result) return null
  return (
    <>
      <dt>In the evidence</dt>
      <dd>
        <span class="mono">{visible(entry.rawPath)}</span>, {sizeWords(entry.size)}
        {entry.archiveTime === '' ? '' : `, archive time ${entry.archiveTime} (zone unknown)`}
        <br />
        <span class="mono hash">SHA-256 {result.sha256 ?? 'pending'}</span>
        {result.md5 !== null && (
          <>
            <br />
            <span class="mono hash">
              MD5 {result.md5} SHA-1 {result.sha1}
            </span>
          </>
        )}
      </dd>
    </>
  )
}

function askedWords(told: PageTold): string {
  const { sent, fetched, failed, missing, firstAsked, lastAsked, lastAnswered } = told
  if (sent + fetched + failed + missing === 0) return 'no request in the logs that were read'
  const parts = [
    sent > 0 ? `${counted(sent, 'time')} sent to and answered` : '',
    fetched > 0 ? `${counted(fetched, 'time')} fetched and answered` : '',
    failed > 0 ? `${counted(failed, 'time')} it ran and failed` : '',
    missing > 0 ? `${counted(missing, 'time')} not there` : '',
  ].filter(Boolean)
  const answered = Number.isFinite(lastAnswered) ? `, last answered ${shownTime(lastAnswered)}` : ''
  return `${parts.join('; ')}; ${shownTime(firstAsked)} – ${shownTime(lastAsked)}${answered}`
}

function isThere({ entries, life, sent, fetched, failed }: PageTold): boolean {
  return entries.length + life.length + sent + fetched + failed > 0
}

function isAbout({ subject }: Finding, { page, path }: PageTold): boolean {
  const of = subject.toLowerCase().replaceAll('\\', '/')
  return of !== '' && (of === page || of === path.toLowerCase().replaceAll('\\', '/'))
}

/** Paths that findings are about and that are none of the pages. */
function otherFiles(findings: readonly Finding[], host: string, pages: readonly PageTold[]) {
  const found: { readonly path: string; readonly finding: Finding }[] = []
  for (const finding of findings) {
    if (finding.host !== host || !/^[a-z]:[\\/]|^\\\\|\\[^\\]+\.\w+$/i.test(finding.subject))
      continue
    if (pages.some((page) => isAbout(finding, page))) continue
    found.push({ path: finding.subject, finding })
  }
  return found
}
