import type { ComponentChild } from 'preact'
import type { Session, Stage } from './case/session.js'
import type { Case, Host } from './model/case.js'
import type { ShellPort } from './share/shell-port.js'
import type { Workspace } from './workspace.js'

/** What every view is handed. */
export interface ViewProps {
  readonly session: Session
  readonly workspace: Workspace
  readonly shell: ShellPort
  readonly judged: Case
  /** The server looked at; none where no server was found. */
  readonly host: Host | undefined
  readonly stage: Stage
  readonly cancelled: boolean
}

/** One view of a case, a tab of the header. */
export interface CaseViewEntry {
  /** In the workspace, and as the class `view-<id>` of the page. */
  readonly id: string
  readonly label: string
  /** It needs the finished case: until then the tab is off. */
  readonly finished: boolean
  /** Which cases have something to show in it; all where left out. */
  readonly when?: (judged: Case) => boolean
  readonly View: (props: ViewProps) => ComponentChild
}
