import { classifyPath } from '../web-path.js'
import type { Detection } from './detection.js'
import { strangePlace } from './shared/place.js'

const MODULE = /^PAGES COMPILED INTO A MODULE/
const CLASS = /^aspnet_client_\w{1,300}$/
/** Classes are named by the path below their application, `/owa` or `/ecp`. */
const LOGON_CLASS = /^auth_(\w{1,300})_(?:aspx|ashx|asmx|asp)$/
const SHIPPED = new Set(
  'errorfe expiredpassword frowny getidtoken logoff logon outlookcn redirsuiteserviceproxy signout timeoutlogout cafelogout'.split(
    ' ',
  ),
)

export const compiledShell: Detection = {
  id: 'WF-03',
  title: 'Page that Exchange does not ship was compiled',
  question: 'backdoored',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    'Neo23x0/signature-base@8a89b3bf WEBSHELL_Compiled_Webshell_Mar2021_1 (Bundesamt fuer Sicherheit in der Informationstechnik; DRL 1.1)',
    'https://www.cisa.gov/news-events/analysis-reports/ar21-072a',
  ],
  falsePositives: [
    'A page of an update newer than the list of Exchange’s own pages; a page that an administrator added on purpose.',
  ],
  why: 'ASP.NET compiles a page when somebody first asks for it, and keeps what it made when the page is deleted.',
  todo: 'Keep the compiled file: it holds the page’s code. Look in the IIS logs for who asked for the page, from its time on.',
  needs: ['system', 'files'],
  rows: [{ family: 'compiled-pages' }],
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a page in aspnet_client, which has none, was there and was asked for',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a page in a folder of Exchange’s that it does not ship was there and was asked for',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'backdoor',
      says: 'a page beside a logon page was compiled that Exchange does not ship',
    },
  ],
  match(record) {
    if (record.family !== 'compiled-pages') return -1
    if (MODULE.test(record.method)) return judgeClasses(record.stem)
    if (record.method.startsWith('CODE GENERATED')) return judgeFile(record.stem)
    if (!record.method.startsWith('PAGE COMPILED ON FIRST USE')) return -1
    const { kind, script } = classifyPath(record.stem.split(' with ', 1)[0] ?? '')
    if (kind !== 'exchange') return -1
    return script.startsWith('/aspnet_client/') ? 0 : 1
  },
}

function judgeFile(path: string): number {
  const place = strangePlace(path)
  if (place === null) return -1
  return place === 'shared' ? 0 : 1
}

function judgeClasses(target: string): number {
  const classes = target.slice(target.indexOf(': ') + 2).split(', ')
  if (classes.some((name) => CLASS.test(name))) return 0
  return classes.some((name) => !SHIPPED.has(LOGON_CLASS.exec(name)?.[1] ?? 'logon')) ? 2 : -1
}
