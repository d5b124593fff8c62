/** What passes between the shell and the app in its frame, over one MessagePort. */

export const HELLO = 'afterpatch-hello'

export interface ForwardedFile {
  readonly path: string
  readonly file: File
}

/** Loose files together (`folder` is ''), or one folder with the paths below it. */
export interface ForwardedDrop {
  readonly folder: string
  readonly files: readonly ForwardedFile[]
}

/** What is kept in this browser. */
export interface KeptState {
  /** Why nothing can be kept, '' where it can. */
  readonly whyNot: string
  /** When the copy was made, ISO 8601 in UTC; '' where there is none. */
  readonly since: string
  /** Why the last thing that was asked for did not work, '' where it did. */
  readonly failure: string
}

export type ToShell =
  | { readonly kind: 'download'; readonly name: string; readonly blob: Blob }
  | { readonly kind: 'title'; readonly text: string }
  /** A copy of the case, to be encrypted and kept in this browser. */
  | { readonly kind: 'keep'; readonly copy: Blob; readonly passphrase: string }
  /** The kept copy comes as a drop, if that is its passphrase. */
  | { readonly kind: 'open-kept'; readonly passphrase: string }
  | { readonly kind: 'wipe-kept' }
  /** Something is being dragged over the frame: the shell puts its drop target on top. */
  | { readonly kind: 'dragging' }

export type ToApp =
  | { readonly kind: 'welcome'; readonly fragment: string }
  /** All of one drop together, since a drop opens a new case. */
  | { readonly kind: 'drop'; readonly drops: readonly ForwardedDrop[] }
  | { readonly kind: 'drop-ended'; readonly message: string }
  | ({ readonly kind: 'kept' } & KeptState)
