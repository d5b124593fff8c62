import type { SessionState } from './session.js'

/** The state before anything is opened. */
export const NOTHING: SessionState = {
  stage: 'empty',
  message: '',
  progress: {
    bytes: 0,
    bytesTotal: 0,
    entries: 0,
    entriesTotal: 0,
    events: 0,
    rate: 0,
    left: NaN,
    current: [],
  },
  case: null,
  cancelled: false,
  passwordWanted: null,
  saved: null,
}
