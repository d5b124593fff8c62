import type { WindowsEvent } from '../../../../workers/parsers/events/windows-event.js'

export type Written = Partial<Omit<WindowsEvent, 'names' | 'values' | 'data'>> & {
  /** Named values in their order. */
  readonly named?: Readonly<Record<string, string>>
  /** Unnamed values. */
  readonly unnamed?: readonly string[]
}

/** An event written by hand. */
export function writtenEvent({ named = {}, unnamed = [], ...system }: Written): WindowsEvent {
  const names = [...Object.keys(named), ...unnamed.map(() => '')]
  const values = [...Object.values(named), ...unnamed]
  return {
    provider: '',
    channel: '',
    computer: 'EX01.contoso.local',
    id: 0,
    record: NaN,
    time: Date.UTC(2021, 2, 3, 4, 5, 6) * 1_000,
    tenths: 0,
    level: 4,
    userId: '',
    names,
    values,
    data(name) {
      const place = names.findIndex((one) => one.toLowerCase() === name.toLowerCase())
      return values[place] ?? ''
    },
    ...system,
  }
}
