import type { ComponentChild } from 'preact'
import { campaignChoice, CAMPAIGNS, type CampaignChoice } from '../model/campaigns.js'
import type { Host } from '../model/case.js'
import { visible } from '../model/escape.js'
import { Help } from '../guide/help.js'
import type { CaseViewEntry } from '../view.js'

interface Props {
  readonly views: readonly Pick<CaseViewEntry, 'id' | 'label' | 'finished'>[]
  readonly view: string
  readonly onView: (view: string) => void
  readonly hosts: readonly Host[]
  readonly host: Host | undefined
  readonly onHost: (name: string) => void
  /** null while the case is not judged. */
  readonly campaigns: CampaignChoice | null
  readonly onCampaigns: (campaigns: CampaignChoice) => void
  readonly demo: boolean
  /** The case is judged; until then views that need it are off. */
  readonly finished: boolean
  readonly canShare: boolean
  readonly hasCase: boolean
  /** Which time zone is shown. */
  readonly zone: ComponentChild
  /** Saves the case, once it is judged. */
  readonly save: ComponentChild
  readonly onClose: () => void
}

export function Header(props: Props) {
  const { view, onView, hosts, host, onHost, demo, canShare, hasCase, onClose } = props
  const { views, finished, campaigns, onCampaigns, zone, save } = props
  const tab = (id: string, label: string, off = false) => (
    <button
      class="tab"
      id={`tab-${id}`}
      key={id}
      disabled={off}
      title={off ? 'When everything is read' : undefined}
      aria-current={view === id ? 'page' : undefined}
      onClick={() => {
        onView(id)
      }}
    >
      {label}
    </button>
  )
  return (
    <header class={hasCase ? 'header with-case' : 'header'}>
      <span class="brand">
        <span aria-hidden="true">◧</span>
        <span class="wide"> Afterpatch</span>
      </span>
      {hasCase && hosts.length > 1 && (
        <label class="host">
          <span class="hidden">Server</span>
          <select
            id="host"
            value={host?.name ?? ''}
            onChange={(event) => {
              onHost(event.currentTarget.value)
            }}
          >
            {hosts.map(({ name }) => (
              <option key={name} value={name}>
                {visible(name)}
              </option>
            ))}
          </select>
          <span class="caption">worst first, {hosts.length} servers</span>
        </label>
      )}
      {hasCase && hosts.length === 1 && host && (
        <span class="host-name" title={visible(host.nameFrom)}>
          {visible(host.name)}
        </span>
      )}
      {campaigns !== null && (
        <label class="host">
          <span class="hidden">Campaign</span>
          <select
            id="campaigns"
            title="Which attacks the verdict is about: their days, and the rules for them"
            value={campaigns}
            onChange={(event) => {
              const choice = campaignChoice(event.currentTarget.value)
              if (choice) onCampaigns(choice)
            }}
          >
            <option value="all">All campaigns</option>
            {CAMPAIGNS.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {zone}
      {demo && (
        <span class="demo">
          DEMO<span class="wide">: made up, no real server</span>
        </span>
      )}
      <nav class="tabs" aria-label="Views">
        {hasCase && views.map((one) => tab(one.id, one.label, one.finished && !finished))}
        {!hasCase && view === 'privacy' && tab('answer', 'Back')}
      </nav>
      <button
        id="open-privacy"
        class="privacy-pill"
        aria-current={view === 'privacy' ? 'page' : undefined}
        onClick={() => {
          onView('privacy')
        }}
      >
        <span aria-hidden="true">✓</span> nothing leaves<span class="wide"> this machine</span> —
        check
      </button>
      <span class="spring" />
      {hasCase && (
        <button class="tool" onClick={onClose}>
          Close case
        </button>
      )}
      <Help
        view={hasCase || view === 'privacy' ? view : ''}
        title={views.find(({ id }) => id === view)?.label ?? ''}
        canWalk={finished && canShare}
        onView={onView}
      />
      {save}
      {hasCase && (
        <button
          id="open-share"
          class="button"
          disabled={!canShare}
          onClick={() => {
            onView('share')
          }}
        >
          Share picture
        </button>
      )}
    </header>
  )
}
