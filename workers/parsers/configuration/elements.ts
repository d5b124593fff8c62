import { liesIn, type XmlFrame } from '../shared/xml-frames.js'
import { isMicrosoftType, placeInWords } from './place.js'
import { machineKeyInWords } from './machine-key.js'
import { applicationOf, bindingsOf, siteOf } from './scope.js'
import type { Statement } from './statement.js'

type Reading = (get: (name: string) => string, frame: XmlFrame) => Statement | null

const collection = (what: string, target: (get: (name: string) => string) => string): Reading => {
  return (get) => ({ action: what, target: target(get) })
}

/**
 * Elements that say something of how a server answers, by their own name and that of the element they
 * lie in. Names are those of IIS_schema.xml, of ASP.NET and of Exchange's agents.config.
 */
const READINGS: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['globalModules/add', (get) => program('Native module', get('name'), get('image'))],
  ['modules/add', (get) => managed('Managed module', get('name'), get('type'))],
  ['httpModules/add', (get) => managed('Managed module', get('name'), get('type'))],
  ['modules/remove', collection('Module switched off', (get) => get('name'))],
  ['handlers/add', handler],
  ['httpHandlers/add', (get) => managed('Request handler', get('path'), get('type'))],
  ['handlers/remove', collection('Request handler removed', (get) => get('name'))],
  ['isapiFilters/filter', (get) => program('ISAPI filter', get('name'), get('path'))],
  ['isapiCgiRestriction/add', restriction],
  ['fastCgi/application', (get) => program('FastCGI program', '', get('fullPath'))],
  ['sites/site', (get, frame) => ({ action: 'Site', target: siteOf(get, frame) })],
  ['site/application', application],
  ['application/virtualDirectory', virtualDirectory],
  ['site/logFile', siteLog],
  [
    'bindings/binding',
    (get, frame) => ({ action: 'Site binding', target: bindingsOf(get, frame) }),
  ],
  ['applicationPools/add', (get) => ({ action: 'Application pool', target: get('name') })],
  ['add/processModel', poolIdentity],
  ['system.webServer/httpLogging', logging],
  ['httpErrors/error', errorPage],
  ['system.webServer/httpRedirect', redirect],
  ['system.web/machineKey', machineKeyInWords],
  [
    'system.web/customErrors',
    (get) => ({ action: 'Error details', target: `mode ${get('mode')}` }),
  ],
  ['ipSecurity/add', addressRule],
  ['agentList/agent', transportAgent],
])

/** What an element states, null where it is none that matters. */
export function readElement(frame: XmlFrame): Statement | null {
  const reading = READINGS.get(`${frame.parent?.name ?? ''}/${frame.name}`)
  return reading?.((name) => frame.attributes.get(name) ?? '', frame) ?? null
}

function program(what: string, name: string, path: string): Statement {
  const place = placeInWords(path)
  return {
    action: place === '' ? what : `${what} ${place}`,
    target: name === '' ? path : `${name}: ${path}`,
  }
}

function managed(what: string, name: string, type: string): Statement {
  const foreign = type !== '' && !isMicrosoftType(type)
  return {
    action: foreign ? `${what}, not of a Microsoft namespace` : what,
    target: type === '' ? name : `${name}: ${type}`,
  }
}

function handler(get: (name: string) => string): Statement {
  const { action, target } = get('scriptProcessor')
    ? program('Request handler', get('path'), get('scriptProcessor'))
    : managed('Request handler', get('path'), get('type') || get('modules'))
  const native = get('type') === ''
  return {
    action: native && !get('scriptProcessor') ? 'Request handler' : action,
    target: `${get('name')}: ${target}`,
  }
}

function restriction(get: (name: string) => string): Statement {
  const allowed = get('allowed').toLowerCase() === 'true'
  const what = allowed ? 'ISAPI or CGI program allowed' : 'ISAPI or CGI program not allowed'
  return program(what, get('description'), get('path'))
}

function application(get: (name: string) => string, frame: XmlFrame): Statement {
  return { action: 'Application', target: applicationOf(frame), agent: get('applicationPool') }
}

function virtualDirectory(get: (name: string) => string, frame: XmlFrame): Statement | null {
  if (frame.parent === null || !liesIn(frame.parent, 'site')) return null
  const path = get('physicalPath')
  const place = placeInWords(path)
  const folder = `${applicationOf(frame.parent).replace(/\/$/, '')}${get('path')}`
  return {
    action: place === '' ? 'Virtual directory' : `Virtual directory ${place}`,
    target: `${folder}: ${path}`,
    user: get('userName'),
  }
}

function siteLog(get: (name: string) => string, frame: XmlFrame): Statement | null {
  const site = frame.parent?.attributes.get('name') ?? ''
  if (get('enabled').toLowerCase() === 'false') {
    return { action: 'Request log of the site switched off', target: site }
  }
  if (get('directory') === '') return null
  return { action: 'Folder of the site’s request logs', target: `${site}: ${get('directory')}` }
}

function poolIdentity(get: (name: string) => string, frame: XmlFrame): Statement | null {
  if (frame.parent === null || !liesIn(frame.parent, 'applicationPools')) return null
  const user = get('userName') || get('identityType')
  if (user === '') return null
  const target = frame.parent.attributes.get('name') ?? ''
  return { action: 'Account of an application pool', target, user }
}

function logging(get: (name: string) => string): Statement | null {
  if (get('dontLog').toLowerCase() === 'true') {
    return { action: 'Request logging switched off', target: 'dontLog' }
  }
  const selective = get('selectiveLogging')
  if (selective === '' || selective === 'LogAll') return null
  return { action: 'Request logging of a part only', target: selective }
}

function errorPage(get: (name: string) => string): Statement {
  const status = Number(get('statusCode'))
  const run = get('responseMode').toLowerCase() === 'executeurl'
  return {
    action: run ? 'Error page, run by the server' : 'Error page',
    target: get('path'),
    status: status >= 100 && status <= 999 ? status : 0,
  }
}

function redirect(get: (name: string) => string): Statement | null {
  if (get('enabled').toLowerCase() !== 'true') return null
  return { action: 'Requests redirected', target: get('destination') }
}

function addressRule(get: (name: string) => string): Statement {
  const allowed = get('allowed').toLowerCase() === 'true'
  const target = get('subnetMask') || get('domainName')
  return {
    action: allowed ? 'Address allowed' : 'Address refused',
    target,
    client: get('ipAddress'),
  }
}

function transportAgent(get: (name: string) => string): Statement {
  const off = get('enabled').toLowerCase() === 'false'
  const { action, target } = program('Transport agent', get('name'), get('assemblyPath'))
  return { action: off ? `${action}, disabled` : action, target, agent: get('classFactory') }
}
