/** What a view shows, how to read it, and its keys. */
export interface HelpText {
  readonly shows: string
  readonly read: string
  readonly keys: string
}

const TABLE_KEYS = 'Tab comes to each button; arrow keys scroll the table that has the focus.'

/** By id of the view. */
export const HELP: Readonly<Record<string, HelpText>> = {
  answer: {
    shows:
      'The verdict on one server, the timeline, the findings, and the proof of the chosen one.',
    read: 'Start with the sentence. A card opens its reasons, also those against. “Cannot tell” means that the evidence is missing, not that nothing happened.',
    keys: 'In the list of findings: arrow up and down, Enter opens the proof.',
  },
  servers: {
    shows: 'Every server of the case, worst first.',
    read: 'Choose a server to see its answer. What two servers share is said beside them.',
    keys: TABLE_KEYS,
  },
  timeline: {
    shows: 'All events as density, findings as marks, and the days on which the hole was open.',
    read: 'A mark’s shape and lane say its phase. Hatched time is not covered by any log: nothing is known of it.',
    keys: 'The button “Keys” lists them; “As table” shows the same as a table.',
  },
  events: {
    shows: 'Every record of the evidence, with a query bar.',
    read: 'Click a value to keep to it or leave it out. A click on a row shows its raw record.',
    keys: 'Arrow keys move, Enter opens what can be done with a value, s sorts by the column.',
  },
  actors: {
    shows: 'The client addresses that findings name, and what each did.',
    read: 'An address is where a request came from, not who sent it.',
    keys: TABLE_KEYS,
  },
  files: {
    shows: 'Pages that Exchange does not ship, with their life on the disk and who asked for them.',
    read: 'Content is shown as text and never run. A page that nothing names may still exist where it was not collected.',
    keys: TABLE_KEYS,
  },
  accounts: {
    shows: 'Every name in the logs: how often it was used and refused, and from where.',
    read: 'A name that was only refused may not exist at all.',
    keys: TABLE_KEYS,
  },
  door: {
    shows: 'The builds that the evidence states, and on which days the hole was open.',
    read: 'An update shuts the hole. It does not remove a back door, which is told apart below.',
    keys: TABLE_KEYS,
  },
  coverage: {
    shows: 'Which logs were read, for which days, and what is missing.',
    read: 'Hatched days have no log. What is missing is never counted as clean.',
    keys: TABLE_KEYS,
  },
  check: {
    shows: 'For each file: records in, and where each of them went.',
    read: 'Open a file for commands that count and hash the same with tools of your own.',
    keys: TABLE_KEYS,
  },
  notes: {
    shows: 'What people added: the story, marks, acknowledgements, and a log of it.',
    read: 'An acknowledged finding no longer counts for the verdict. Everything can be undone.',
    keys: TABLE_KEYS,
  },
  share: {
    shows: 'The picture and the zip, as they would be saved.',
    read: 'Attackers’ addresses stay; names of your own are masked until you choose otherwise.',
    keys: 'Tab comes to each button.',
  },
  privacy: {
    shows: 'What keeps the evidence on this machine, and a test of it.',
    read: 'The page tries each way out that it knows and counts what the browser refused.',
    keys: 'Tab comes to each button.',
  },
}

/** The route for who is here for the first time. */
export const STEPS: readonly { readonly view: string; readonly text: string }[] = [
  { view: 'answer', text: 'The answer: the sentence, and a card for each of the five questions.' },
  { view: 'answer', text: 'Why: press a card. It lists what speaks for it and what against.' },
  { view: 'events', text: 'The proof: every mark leads to a raw line, with its file and offset.' },
  { view: 'coverage', text: 'What is missing: days and logs that nobody can say anything about.' },
  { view: 'share', text: 'Share a masked picture here, or save the case at the top.' },
]
