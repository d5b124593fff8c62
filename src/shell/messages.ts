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

export type ToShell =
  | { readonly kind: 'download'; readonly name: string; readonly blob: Blob }
  | { readonly kind: 'title'; readonly text: string }
  /** Something is being dragged over the frame: the shell puts its drop target on top. */
  | { readonly kind: 'dragging' }

export type ToApp =
  | { readonly kind: 'welcome'; readonly fragment: string }
  /** All of one drop together, since a drop opens a new case. */
  | { readonly kind: 'drop'; readonly drops: readonly ForwardedDrop[] }
  | { readonly kind: 'drop-ended'; readonly message: string }
