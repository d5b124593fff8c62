import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { FieldsReader, type FieldsLog } from './iis/fields-reader.js'
import { fieldNames, isFtp } from './iis/ftp.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

const WORDS = new Map([
  ['APPE', 'File appended to'],
  ['CONTROLCHANNELCLOSED', 'Disconnected'],
  ['CONTROLCHANNELOPENED', 'Connected'],
  ['DELE', 'File deleted'],
  ['MKD', 'Folder made'],
  ['RETR', 'File downloaded'],
  ['RMD', 'Folder deleted'],
  ['RNFR', 'File renamed from'],
  ['RNTO', 'File renamed to'],
  ['STOR', 'File uploaded'],
  ['STOU', 'File uploaded'],
])
/** Replies below are not yet an answer, or ask for more; from here on the command failed. */
const FAILED = 400

function words(command: string, status: string): string {
  const failed = Number(status) >= FAILED
  const name = command.toUpperCase()
  if (name === 'PASS') return failed ? 'Logon failed (PASS)' : 'Logon (PASS)'
  const meaning = WORDS.get(name)
  if (meaning === undefined) return command
  return `${meaning} (${command}${failed ? ', failed' : ''})`
}

const FTP: FieldsLog = {
  family: 'iis-ftp',
  free: 'cs-uri-stem',
  user: 'cs-username',
  target: 'x-fullpath',
  queried: false,
  beside: 'sc-status',
  words,
}

/** Logs of IIS's FTP service: `LogFiles\FTPSVC<n>`. */
export const iisFtp: Parser = {
  id: 'iis-ftp',
  format: 'IIS FTP log',
  noRecord: '^#|^ *$',
  sources: [
    'https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/sites/site/ftpserver/logfile',
  ],

  sniff(head: Uint8Array, entry: Entry): boolean {
    return headLines(head).some((line) => isFtp(fieldNames(line), entry.path))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new FieldsReader(sink, FTP)
    for await (const block of input.lines()) {
      reader.readBlock(block)
      await sink.flushIfFull()
    }
    reader.finish()
  },
}
