import type { FamilyId } from '../../../src/model/families.js'

const CONTENT: ReadonlySet<FamilyId> = new Set(['web-root', 'mft', 'compiled-pages'])
const PLACE: ReadonlySet<FamilyId> = new Set(['web-root', 'mft'])

/** May the record carry a file's content (`field('content')`)? */
export function carriesContent(family: FamilyId): boolean {
  return CONTENT.has(family)
}

/** Does the record stand for a file at its place (`stem`), be it there or deleted? */
export function standsForFile(family: FamilyId): boolean {
  return PLACE.has(family)
}
