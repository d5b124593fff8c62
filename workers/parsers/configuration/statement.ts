/** What an element of a configuration file says, in plain words; fields are columns of the table. */
export interface Statement {
  readonly action: string
  readonly target: string
  readonly user?: string
  readonly agent?: string
  readonly client?: string
  readonly status?: number
}
