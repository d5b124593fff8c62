import type { Drop, Session } from './case/session.js'
import type { CampaignChoice } from './model/campaigns.js'
import type { EntryResult } from './model/evidence.js'
import { exitCode } from './model/exit-code.js'
import { readJudgements } from './model/judgement.js'
import type { Raise } from './model/limits.js'
import type { DroppedFile } from '../workers/protocol.js'

/** What a run without a viewer gives: the same case, the same picture, the same judgement. */
export interface HeadlessResult {
  readonly failed: string
  readonly exitCode: number
  readonly sentence: string
  readonly caseJson: string
  /** PNG, base64. */
  readonly png: string
  /** What each entry's reading gave, with the bytes that went through each kernel. */
  readonly results: readonly EntryResult[]
}

/**
 * For `npm run triage`: two file inputs that collect instead of opening at once, and one call that
 * runs the page's own session over what they hold.
 */
export function exposeHeadless(session: Session, renderPicture: () => Promise<Blob>): void {
  const drops: Drop[] = []
  addInput('headless-files', false, (files) => {
    drops.push({ folder: '', files })
  })
  addInput('headless-folder', true, (files) => {
    const folder = files[0]?.path.split('/')[0] ?? 'folder'
    const below = files.map(({ path, file }) => ({ path: path.slice(folder.length + 1), file }))
    drops.push({ folder, files: below })
  })
  const run = async (
    passwords: readonly string[] = [],
    raise: Raise = 1,
    campaigns: CampaignChoice = 'all',
    decided: unknown = {},
  ): Promise<HeadlessResult> => {
    let judgements
    try {
      judgements = readJudgements(decided)
    } catch (error) {
      return failed(`The judgements cannot be read: ${String(error)}`)
    }
    await session.open(drops, { passwords, raise, campaigns, judgements, ask: false })
    const { stage, message, case: judged } = session.state.value
    if (stage !== 'done' || !judged) {
      return failed(message || 'nothing was read')
    }
    await session.hashed()
    return {
      failed: '',
      exitCode: exitCode(judged),
      sentence: judged.hosts[0]?.verdict.sentence ?? 'No server was found in this evidence.',
      caseJson: await session.caseJson({ masked: false }),
      png: await base64(await renderPicture()),
      results: judged.results,
    }
  }
  Object.assign(globalThis, { afterpatch: { run } })
}

function failed(message: string): HeadlessResult {
  return { failed: message, exitCode: 4, sentence: '', caseJson: '', png: '', results: [] }
}

function addInput(id: string, folder: boolean, picked: (files: DroppedFile[]) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.id = id
  input.multiple = true
  input.webkitdirectory = folder
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])]
    picked(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })))
  })
  document.body.append(input)
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
