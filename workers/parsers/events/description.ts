import type { FamilyId } from '../../../src/model/families.js'
import type { WindowsEvent } from './windows-event.js'

/** Text for one column of an event's row, '' where the event states none. */
export type Tell = (event: WindowsEvent) => string

/** What the events of one id are called, and where their columns stand in EventData. */
export interface Description {
  /** What happened, in plain words. */
  readonly action: string | Tell
  /** What it happened to. Without one, the first values that are not empty. */
  readonly target?: Tell
  /** The account that did it. Without one, the account that the event was written under. */
  readonly user?: Tell
  /** The address that it came from. */
  readonly client?: Tell
  /** The process or host application that did it. */
  readonly agent?: Tell
}

/** Descriptions of what some providers write, one story a module. */
export interface Channel {
  readonly family: FamilyId
  /** True where the providers write into logs of several families: then the channel decides. */
  readonly anyChannel?: boolean
  /** Providers in lower case; one ending in `*` stands for all that begin so. */
  readonly providers: readonly string[]
  readonly events: Readonly<Record<number, Description>>
  /** Every other id of these providers. */
  readonly other?: Description
  /** Exchange's own monitoring, by all of its marks at once. */
  readonly isNoise?: (event: WindowsEvent) => boolean
}
