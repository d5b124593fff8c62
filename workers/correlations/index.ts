import { born } from './born.js'
import { changedPage } from './changed-page.js'
import type { Correlation } from './correlation.js'
import { gone } from './gone.js'
import { shellScan } from './shell-scan.js'
import { shellUse } from './shell-use.js'
import { story } from './story.js'
import { useAfterPatch } from './use-after-patch.js'

/** THE list, in the order in which they run. */
export const CORRELATIONS: readonly Correlation[] = [
  shellUse,
  useAfterPatch,
  shellScan,
  changedPage,
  born,
  gone,
  // Last: it joins what the others found.
  story,
]
