import * as correlations from './correlations.mjs'
import * as detections from './detections.mjs'
import * as events from './events.mjs'
import * as growth from './growth.mjs'
import * as keep from './keep.mjs'
import * as listing from './listing.mjs'
import * as noise from './noise.mjs'
import * as sparse from './sparse.mjs'
import * as timeline from './timeline.mjs'
import * as verdict from './verdict.mjs'

/**
 * Each has `name` and `measure({ folder, rounds, bytes })`, which gives rows of a table; `folder` is
 * where data is made once and found again.
 */
export const PAGE = [verdict, listing, detections, correlations, timeline, keep, events]
/** Those that take long. They say themselves how many rounds they take. */
export const SCALE = [growth, noise, sparse]
