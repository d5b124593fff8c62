import { addressOf } from './tell.js'
import type { WindowsEvent } from './windows-event.js'

/** Event codes of ASP.NET's health monitoring; System.Web.Management.WebEventCodes. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['3001', 'request aborted'],
  ['3002', 'viewstate could not be read'],
  ['3003', 'request failed validation'],
  ['3004', 'request too large'],
  ['3005', 'unhandled exception'],
  ['3006', 'page could not be parsed'],
  ['3007', 'page could not be compiled'],
  ['3008', 'configuration error'],
  ['4005', 'ticket could not be read'],
  ['4006', 'logon failed'],
  ['4009', 'viewstate verification failed'],
  ['4010', 'request refused'],
  ['4011', 'file access refused'],
])

/** The request's URL is the one value that is known by its shape; what tells of it stands around it. */
function urlPlace({ values }: WindowsEvent): number {
  return values.findIndex((value) => /^https?:\/\//i.test(value))
}

function near(event: WindowsEvent, places: number): string {
  const place = urlPlace(event)
  return place < 0 ? '' : (event.values[place + places] ?? '')
}

/** `Error in a web application: unhandled exception (HttpException)`. */
export function webError(event: WindowsEvent): string {
  const code = event.values[0] ?? ''
  const what = CODES.get(code) ?? (/^\d{4,6}$/.test(code) ? `code ${code}` : '')
  const action = 'Error in a web application'
  const type = near(event, -2)
  const exception = /^[A-Za-z_][\w.+`]{2,200}$/.test(type) ? ` (${type})` : ''
  return what === '' ? `${action}${exception}` : `${action}: ${what}${exception}`
}

/** The URL and what went wrong there. */
export function webErrorTarget(event: WindowsEvent): string {
  const url = near(event, 0)
  if (url === '') return event.values.filter((value) => value !== '').join(' | ')
  const message = near(event, -1)
  return message === '' ? url : `${url} ${message}`
}

export function webErrorClient(event: WindowsEvent): string {
  return addressOf(near(event, 2)) || firstAddress(event)
}

export function webErrorUser(event: WindowsEvent): string {
  return addressOf(near(event, 2)) === '' ? '' : near(event, 3)
}

export function webErrorProcess({ values }: WindowsEvent): string {
  return values.find((value) => /^[\w.-]{1,60}\.exe$/i.test(value)) ?? ''
}

/** Behind the URL: before it stand names of machines and versions. */
function firstAddress(event: WindowsEvent): string {
  const place = urlPlace(event)
  if (place < 0) return ''
  return event.values.slice(place + 1).find((value) => addressOf(value) !== '') ?? ''
}
