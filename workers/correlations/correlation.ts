import type { Finding } from '../../src/model/finding.js'
import type { AnalysisInput } from '../verdict/analysis.js'

/** What only shows across rows: runs once on the whole, ordered table. */
export interface Correlation {
  readonly id: string
  readonly title: string
  readonly technique: string
  readonly references: readonly string[]
  readonly falsePositives: readonly string[]
  run(input: AnalysisInput, soFar: readonly Finding[]): Finding[]
}
