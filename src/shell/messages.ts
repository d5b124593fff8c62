/** What passes between the shell and the app in its frame, over one MessagePort. */

export const HELLO = 'afterpatch-hello'

export interface ForwardedFile {
  readonly path: string
  readonly file: File
}

export type ToShell =
  | { readonly kind: 'download'; readonly name: string; readonly blob: Blob }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'fragment'; readonly text: string }
  /** Something is being dragged over the frame: the shell puts its drop target on top. */
  | { readonly kind: 'dragging' }

export type ToApp =
  | { readonly kind: 'welcome'; readonly fragment: string }
  | { readonly kind: 'fragment'; readonly text: string }
  | { readonly kind: 'drop'; readonly folder: string; readonly files: readonly ForwardedFile[] }
  | { readonly kind: 'drop-ended'; readonly message: string }
