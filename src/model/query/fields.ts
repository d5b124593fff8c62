/** How a field's values are compared. */
export type FieldKind = 'text' | 'address' | 'number' | 'time' | 'family' | 'flag' | 'host' | 'file'

export interface Field {
  /** As written in a query. */
  readonly id: string
  /** As the column is headed. */
  readonly label: string
  readonly kind: FieldKind
  /** Other names that readers of logs know it by. */
  readonly aliases: readonly string[]
  /** One sentence for the help and the completion. */
  readonly about: string
}

/** THE list of what events can be asked for and shown by. */
export const FIELDS = [
  {
    id: 'time',
    label: 'Time (UTC)',
    kind: 'time',
    aliases: ['date'],
    about: 'UTC: 2021-03, 2021-03-01, 2021-03-01T03:14, or a range a..b',
  },
  {
    id: 'log',
    label: 'Log',
    kind: 'family',
    aliases: ['family', 'source'],
    about: 'The kind of log, as iis, httpproxy-ecp, usn',
  },
  {
    id: 'client',
    label: 'Client',
    kind: 'address',
    aliases: ['address', 'ip', 'c-ip'],
    about: 'Where it came from: an address, a part of one, or a network as 203.0.113.0/24',
  },
  {
    id: 'user',
    label: 'Account',
    kind: 'text',
    aliases: ['account', 'cs-username'],
    about: 'The account as the log names it',
  },
  {
    id: 'action',
    label: 'Action',
    kind: 'text',
    aliases: ['method', 'cs-method'],
    about: 'The method of a request, or the command',
  },
  {
    id: 'target',
    label: 'Page or file',
    kind: 'text',
    aliases: ['page', 'path', 'stem', 'cs-uri-stem'],
    about: 'The path of a request, or of a file',
  },
  {
    id: 'status',
    label: 'Status',
    kind: 'number',
    aliases: ['sc-status'],
    about: 'A number, a class as 4xx, or a range as 400..499',
  },
  {
    id: 'agent',
    label: 'Agent',
    kind: 'text',
    aliases: ['user-agent', 'ua'],
    about: 'The program that the client says it is',
  },
  {
    id: 'forwarded',
    label: 'Forwarded for',
    kind: 'address',
    aliases: ['xff', 'x-forwarded-for'],
    about: 'The address that X-Forwarded-For names: a client’s own word',
  },
  {
    id: 'server',
    label: 'Server',
    kind: 'host',
    aliases: ['host'],
    about: 'The server that the evidence is of',
  },
  {
    id: 'file',
    label: 'Evidence file',
    kind: 'file',
    aliases: ['entry'],
    about: 'The path of the file that the record stands in',
  },
  {
    id: 'records',
    label: 'Records',
    kind: 'number',
    aliases: ['count'],
    about: 'How many records the row stands for',
  },
  {
    id: 'flag',
    label: 'Marks',
    kind: 'flag',
    aliases: ['is'],
    about: 'noise, candidate, folded, reshaped, header-assumed or date-assumed',
  },
] as const satisfies readonly Field[]

export type FieldId = (typeof FIELDS)[number]['id']

const BY_NAME = new Map<string, Field & { readonly id: FieldId }>(
  FIELDS.flatMap((field) => [field.id, ...field.aliases].map((name) => [name, field] as const)),
)

/** The field of a name or an alias, in whatever case. */
export function fieldOf(name: string): (Field & { readonly id: FieldId }) | undefined {
  return BY_NAME.get(name.toLowerCase())
}

/** Fields whose values are texts in columns of the table; a word without a field is looked for in them. */
export const TEXT_FIELDS = ['client', 'forwarded', 'user', 'agent', 'action', 'target'] as const

/** Values that `flag` knows, each with its bit. */
export const FLAG_NAMES = {
  noise: 1,
  candidate: 2,
  reshaped: 4,
  'header-assumed': 8,
  'date-assumed': 16,
  folded: 32,
} as const
