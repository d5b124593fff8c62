import type { EvidenceSource } from '../../workers/protocol.js'
import type { Drop } from './session.js'

/** Every zip is an evidence of its own; a folder is one; what else was dropped is one together. */
export function sourcesOf(drops: readonly Drop[]): EvidenceSource[] {
  const sources: Omit<EvidenceSource, 'index'>[] = []
  for (const drop of drops) {
    if (drop.folder) {
      sources.push({ name: drop.folder, kind: 'folder', files: drop.files })
      continue
    }
    const loose = drop.files.filter(({ path }) => !isZipName(path))
    for (const file of drop.files) {
      if (isZipName(file.path)) sources.push({ name: file.path, kind: 'zip', files: [file] })
    }
    if (loose.length > 0) sources.push({ name: looseName(loose), kind: 'files', files: loose })
  }
  return sources
    .filter(({ files }) => files.length > 0)
    .map((source, index) => ({ ...source, index }))
}

function isZipName(path: string): boolean {
  return path.toLowerCase().endsWith('.zip')
}

function looseName(files: Drop['files']): string {
  return files.length === 1 && files[0] ? files[0].path : `${String(files.length)} loose files`
}
