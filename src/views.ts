import { AccountsView } from './accounts/accounts-view.js'
import { ActorsView } from './actors/actors-view.js'
import { CaseView } from './answer/case-view.js'
import { CheckView } from './check/check-view.js'
import { CoverageView } from './coverage/coverage-view.js'
import { DoorView } from './door/door-view.js'
import { EventsView } from './events/events-view.js'
import { FilesView } from './files/files-view.js'
import { ServersView } from './servers/servers-view.js'
import { NotesView } from './notes/notes-view.js'
import { TimelineView } from './timeline/timeline-view.js'
import type { CaseViewEntry } from './view.js'

/** THE list of views, in the order of their tabs. The first is the one a case opens with. */
export const VIEWS: readonly [CaseViewEntry, ...CaseViewEntry[]] = [
  { id: 'answer', label: 'Answer', finished: false, View: CaseView },
  {
    id: 'servers',
    label: 'Servers',
    finished: true,
    when: ({ hosts }) => hosts.length > 1,
    View: ServersView,
  },
  { id: 'timeline', label: 'Timeline', finished: false, View: TimelineView },
  { id: 'events', label: 'Events', finished: true, View: EventsView },
  { id: 'actors', label: 'Actors', finished: true, View: ActorsView },
  { id: 'files', label: 'Files', finished: true, View: FilesView },
  { id: 'accounts', label: 'Accounts', finished: true, View: AccountsView },
  { id: 'door', label: 'Door', finished: true, View: DoorView },
  { id: 'coverage', label: 'Coverage', finished: false, View: CoverageView },
  { id: 'check', label: 'Check us', finished: true, View: CheckView },
  { id: 'notes', label: 'Notes', finished: true, View: NotesView },
]
