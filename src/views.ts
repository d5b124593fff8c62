import { CaseView } from './answer/case-view.js'
import { CoverageView } from './coverage/coverage-view.js'
import type { CaseViewEntry } from './view.js'

/** THE list of views, in the order of their tabs. The first is the one a case opens with. */
export const VIEWS: readonly [CaseViewEntry, ...CaseViewEntry[]] = [
  { id: 'answer', label: 'Answer', finished: false, View: CaseView },
  { id: 'coverage', label: 'Coverage', finished: false, View: CoverageView },
]
