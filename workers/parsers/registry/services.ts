import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'

/** `Start` in words. */
const STARTS = [
  'starts with the boot loader',
  'starts with the kernel',
  'starts by itself',
  'starts on demand',
  'disabled',
]
const DRIVER_TYPES = 0x0b

export function tellService(key: KeyFacts, rows: KeyRows): void {
  const image = key.text('ImagePath')
  const type = key.number('Type')
  if (image === '' && Number.isNaN(type)) return
  const start = STARTS[key.number('Start')] ?? 'start not stated'
  const kind = (type & DRIVER_TYPES) !== 0 ? 'Driver' : 'Service'
  const failure = key.text('FailureCommand')
  const detail = [
    image === '' ? 'no program stated' : image,
    key.text('DisplayName') === '' ? '' : `shown as ${key.text('DisplayName')}`,
    failure === '' ? '' : `runs on failure: ${failure}`,
  ]
    .filter(Boolean)
    .join('; ')
  const user = key.text('ObjectName')
  rows.add(key, { action: `${kind}, ${start}`, detail, program: image, user })
}

/** A service's own key below it, for those that run inside svchost. */
export function tellServiceDll(key: KeyFacts, rows: KeyRows): void {
  const program = key.text('ServiceDll')
  if (program === '') return
  rows.add(key, { action: 'Service library', detail: program, program })
}
