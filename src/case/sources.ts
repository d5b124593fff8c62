import { raisedReading, type Raise } from '../model/limits.js'
import type { DroppedFile, EvidenceSource } from '../../workers/protocol.js'
import type { Drop } from './session.js'

type Source = Omit<EvidenceSource, 'index'>

/**
 * Every zip is an evidence of its own, also one that lies at the top of a dropped folder (a folder of
 * servers' packages); the rest of a folder is one, and loose files are one together.
 */
export function sourcesOf(drops: readonly Drop[], raise: Raise): EvidenceSource[] {
  const limits = raise === 1 ? {} : { limits: raisedReading(raise) }
  return drops.flatMap(sourcesOfDrop).map((source, index) => ({ ...source, index, ...limits }))
}

function sourcesOfDrop({ folder, files }: Drop): Source[] {
  const zips = files.filter(({ path }) => isPackage(path))
  const rest = files.filter(({ path }) => !isPackage(path))
  const sources: Source[] = zips.map((file) => ({ name: file.path, kind: 'zip', files: [file] }))
  if (rest.length > 0) {
    sources.push(
      folder
        ? { name: folder, kind: 'folder', files: rest }
        : { name: looseName(rest), kind: 'files', files: rest },
    )
  }
  return sources
}

function isPackage(path: string): boolean {
  return path.toLowerCase().endsWith('.zip') && !path.includes('/')
}

function looseName(loose: readonly DroppedFile[]): string {
  return loose.length === 1 && loose[0] ? loose[0].path : `${String(loose.length)} loose files`
}
