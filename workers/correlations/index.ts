import { born } from './born.js'
import { changedPage } from './changed-page.js'
import type { Correlation } from './correlation.js'
import { gone } from './gone.js'
import { guessing } from './guessing.js'
import { massRename } from './mass-rename.js'
import { persistence } from './persistence.js'
import { journalSteps } from './journal-steps.js'
import { knownHash } from './known-hash.js'
import { paddingOracle } from './padding-oracle.js'
import { rareAgents } from './rare-agents.js'
import { shellScan } from './shell-scan.js'
import { shellUse } from './shell-use.js'
import { stagedBeside } from './staged-beside.js'
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
  rareAgents,
  knownHash,
  journalSteps,
  paddingOracle,
  // These look at what the others found.
  stagedBeside,
  persistence,
  tracesRemoved,
  // Last: it joins what the others found.
  story,
]
