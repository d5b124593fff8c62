import { born } from './born.js'
import { changedPage } from './changed-page.js'
import type { Correlation } from './correlation.js'
import { gone } from './gone.js'
import { guessing } from './guessing.js'
import { massRename } from './mass-rename.js'
import { persistence } from './persistence.js'
import { shellScan } from './shell-scan.js'
import { shellUse } from './shell-use.js'
import { story } from './story.js'
import { tracesRemoved } from './traces-removed.js'
import { useAfterPatch } from './use-after-patch.js'
import { volume } from './volume.js'

/** THE list, in the order in which they run. */
export const CORRELATIONS: readonly Correlation[] = [
  shellUse,
  useAfterPatch,
  shellScan,
  changedPage,
  born,
  gone,
  guessing,
  volume,
  massRename,
  // These look at what the others found.
  persistence,
  tracesRemoved,
  story,
]
