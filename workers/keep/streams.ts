/** Which streams a saved case has. */
export const COLUMN_STREAM = 'columns'
export const TEXT_STREAM = 'strings'
export const HITS_STREAM = 'hits'
export const HOST_STREAM = 'host-of-entry'
export const RAW_STREAM = 'raw-records'

/** Lists and single values of the model, a line of JSON each. */
export const LIST_STREAMS = [
  'facts',
  'evidence',
  'entries',
  'results',
  'warnings',
  'builds',
  'findings',
  'actors',
  'coverage',
  'notes',
] as const
export type ListStream = (typeof LIST_STREAMS)[number]
