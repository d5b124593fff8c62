/**
 * Lines of the bench's logs: made from templates and counters, so that each run has the same. Not a
 * demo and not evidence. Needs nothing of Node.
 */

/** Of so many lines one is what a detection looks for; each member starts anew. */
const HIT_EVERY = 25_000
const FIRST_HIT = 5_000
export const isHit = (counter) => counter % HIT_EVERY === FIRST_HIT
export const DAY_SECONDS = 86_400
const IIS_FIELDS =
  'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) ' +
  'cs(Referer) sc-status sc-substatus sc-win32-status time-taken'
const PROXY_FIELDS =
  'DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,' +
  'Protocol,UrlHost,UrlStem,ProtocolAction,AuthenticationType,IsAuthenticated,AuthenticatedUser,' +
  'Organization,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,' +
  'ErrorCode,Method,ProxyAction,TargetServer,TargetServerVersion,RoutingType,RoutingHint,' +
  'BackEndCookie,TotalRequestTime,UrlQuery,GenericInfo'

/** Tell-tale words are written with a bar inside, which is taken out here. */
export const plain = (barred) => barred.replaceAll('¦', '')

const STEMS = [
  ['POST', '/mapi/emsmdb/', 'Microsoft+Office/16.0+(Windows+NT+10.0;+MAPI+16.0.13530;+Pro)'],
  ['POST', '/EWS/Exchange.asmx', 'Microsoft+Office/16.0+(Windows+NT+10.0;+Outlook+16.0;+Pro)'],
  ['POST', '/Microsoft-Server-ActiveSync/default.eas', 'Apple-iPhone12C1/1804.17'],
  ['GET', '/owa/', 'Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+Chrome/88.0.4324.150+Safari/537.36'],
  ['GET', '/owa/exhealth.check', 'AMProbe/Local/ClientAccess'],
  ['POST', '/autodiscover/autodiscover.xml', 'Microsoft+Office/16.0+(Windows+NT+10.0;+Pro)'],
  ['GET', '/ecp/exhealth.check', 'AMProbe/Local/ClientAccess'],
  ['POST', '/owa/service.svc', 'Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+Firefox/85.0'],
]

const PROBED = ['owa', 'ecp', 'ews', 'mapi', 'oab', 'rpc', 'autodiscover']

const two = (number) => (number < 10 ? `0${number}` : `${number}`)

/** Scatters a counter over 32 bits, so that ids and addresses do not compress away. */
function scatter(counter) {
  let bits = Math.imul(counter ^ 0x9e3779b9, 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

const hex = (counter) => scatter(counter).toString(16).padStart(8, '0')

function requestId(counter) {
  const tail = hex(counter + 0x40000000)
  return `${hex(counter)}-${tail.slice(0, 4)}-4${tail.slice(4, 7)}-a${hex(counter + 7).slice(0, 3)}-${tail}${hex(counter + 11).slice(0, 4)}`
}

function clock(second) {
  const minutes = Math.floor(second / 60)
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(second % 60)}`
}

function iisLine(site, day, second, counter) {
  const bits = scatter(counter)
  const [method, stem, agent] = STEMS[bits % STEMS.length]
  const time = `2021-03-${two(day)} ${clock(second)}`
  const taken = (bits >>> 8) % 900
  const hit = isHit(counter)
  if (site === 2) {
    const query = hit ? plain('msExchEcpCanary=x&schema=Reset¦OABVirtualDirectory') : '-'
    const path = hit ? '/ecp/DDI/DDIService.svc/SetObject' : stem
    return `${time} fe80::1%6 ${hit ? 'POST' : method} ${path} ${query} 444 BENCH\\MX02$ fe80::1%6 ${agent} - 200 0 0 ${taken}\r\n`
  }
  const suffix = `&CorrelationID=<empty>;&cafeReqId=${requestId(counter)};&encoding=;`
  if (hit) {
    return `${time} 10.30.0.5 POST ${plain('/ecp/y.¦js')} ${suffix} 443 - 203.0.113.${bits % 250} ${plain('python-¦requests/2.25.1')} - 200 0 0 ${taken}\r\n`
  }
  const user = `BENCH\\user${(bits >>> 4) % 400}`
  return `${time} 10.30.0.5 ${method} ${stem} ${suffix} 443 ${user} 10.30.${(bits >>> 16) % 8}.${(bits >>> 20) % 250} ${agent} - 200 0 0 ${taken}\r\n`
}

/** What Exchange asks itself several times a minute: monitoring, which the page folds. */
export function probeLine(index, second, probe) {
  const name = PROBED[probe % PROBED.length]
  return `2021-03-${two(index + 1)} ${clock(second)} ::1 GET /${name}/healthcheck.htm - 443 - ::1 AMProbe/Local/ClientAccess - 200 0 0 ${probe % 9}\r\n`
}

function proxyLine(day, second, counter) {
  const bits = scatter(counter)
  const taken = (bits >>> 8) % 900
  const at = `2021-03-${two(day)}T${clock(second)}.${String(bits % 1000).padStart(3, '0')}Z`
  const hit = isHit(counter)
  const user = (bits >>> 4) % 400
  const who = hit ? 'false,,' : `true,BENCH\\user${user},bench.example`
  const anchor = hit
    ? plain('Server¦Info~a]@mx02.bench.example:444/autodiscover/autodiscover.xml?#')
    : `Sid~S-1-5-21-1004336348-1177238915-682003330-${1000 + user}`
  const stem = hit ? plain('/ecp/y.¦js') : STEMS[bits % STEMS.length][1]
  const hint = hit ? plain('X-BE¦Resource-Cookie') : 'WindowsIdentity'
  return (
    `${at},${requestId(counter)},15,1,2106,2,,Ecp,mail.bench.example,${stem},,Negotiate,${who},` +
    `${anchor},Mozilla/5.0 (Windows NT 10.0),10.30.${(bits >>> 16) % 8}.${(bits >>> 20) % 250},MX02,` +
    `200,200,,POST,Proxy,mx02.bench.example,15.01.2106.000,IntraForest,${hint},,${taken},,` +
    `BeginRequest=${at};CorrelationID=<empty>;ProxyState-Run=None;ProxyState-Complete=` +
    `ProxyResponseData;EndRequest=${at};\r\n`
  )
}

/** Half the members from the front end, a quarter each from the back end and HttpProxy. */
export function memberAt(index) {
  const day = index + 1
  const iis = (site) => ({
    path: `C/inetpub/logs/LogFiles/W3SVC${site}/u_ex2103${two(day)}.log`,
    header:
      '#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n' +
      `#Date: 2021-03-${two(day)} 00:00:00\r\n#Fields: ${IIS_FIELDS}\r\n`,
    line: (second, counter) => iisLine(site, day, second, counter),
  })
  if (index % 4 === 2) return iis(2)
  if (index % 4 !== 3) return iis(1)
  const logging = 'C/Program Files/Microsoft/Exchange Server/V15/Logging'
  return {
    path: `${logging}/HttpProxy/Ecp/HttpProxy_202103${two(day)}00-1.LOG`,
    header:
      '\ufeff#Software: Microsoft Exchange Server\r\n#Version: 15.01.2106.002\r\n' +
      `#Log-type: HttpProxy Logs\r\n#Date: 2021-03-${two(day)}T00:00:00.000Z\r\n` +
      `#Fields: ${PROXY_FIELDS}\r\n`,
    line: (second, counter) => proxyLine(day, second, counter),
  }
}
