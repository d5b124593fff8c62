import type { Collector } from '../../src/model/evidence.js'

export interface Recognised {
  readonly collector: Collector
  /** Host that the package's own file name states, else ''. */
  readonly packageHost: string
}

const KAPE_MARKER =
  /(^|\/)(_kape\.cli|kape\.log|[^/]*_(copylog|skiplog)\.csv|[^/]*_consolelog\.txt)$|(^|\/)targetoutput\//i
const KAPE_NAME = /^targetoutput/i
const VELOCIRAPTOR_MARKER =
  /(^|\/)(client_info\.json|uploads\.json|collection_context\.json)$|(^|\/)uploads\/(auto|ntfs|lazy_ntfs|file|mft|ntfs_vss)\//i
/** `Collection-<host>-<time>.zip`, as the offline collector names its file. */
const VELOCIRAPTOR_NAME = /^collection-(.+)-\d{4}-\d\d-\d\dt\d\d_\d\d_\d\d[^/]*$/i
const CYLR_MARKER = /(^|\/)cylr_collection_log[^/]*$/i
const DRIVE_FIRST = /^[a-z]:?\/./i

/**
 * Recognises what made a package by marker files and layout. `paths` are raw, in any number.
 * Sources: KapeFiles, Velociraptor's offline collector documentation, CyLR's CollectionPaths.
 */
export function recogniseCollector(name: string, paths: readonly string[]): Recognised {
  const base = name.replace(/^.*[\\/]/, '').replace(/\.zip$/i, '')
  const slashed = paths.map((path) => path.replaceAll('\\', '/'))
  const some = (pattern: RegExp): boolean => slashed.some((path) => pattern.test(path))

  const collection = VELOCIRAPTOR_NAME.exec(base)
  if (collection || some(VELOCIRAPTOR_MARKER)) {
    return { collector: 'velociraptor', packageHost: collection?.[1] ?? '' }
  }
  if (some(CYLR_MARKER)) return { collector: 'cylr', packageHost: base }
  if (KAPE_NAME.test(base) || some(KAPE_MARKER) || everyFolderIsADrive(slashed)) {
    return { collector: 'kape', packageHost: '' }
  }
  return { collector: 'unknown', packageHost: '' }
}

function everyFolderIsADrive(paths: readonly string[]): boolean {
  const inFolders = paths.filter((path) => path.includes('/'))
  return inFolders.length > 0 && inFolders.every((path) => DRIVE_FIRST.test(path))
}
