import { useEffect, useState } from 'preact/hooks'
import type { HostZone } from '../../workers/protocol.js'
import type { Session } from '../case/session.js'
import { visible } from '../model/escape.js'
import { ianaName } from './windows-zones.js'
import { fixedZone, namedZone, offsetText, UTC, zone, type Zone } from './zone.js'

interface Props {
  readonly session: Session
  /** The server on screen. */
  readonly host: string | undefined
  /** Changes with the case. */
  readonly judged: object
}

/** In which time zone times are shown: UTC, the server's own, or a chosen one. */
export function ZoneSelect({ session, host, judged }: Props) {
  const [stated, setStated] = useState<readonly HostZone[]>([])
  useEffect(() => {
    let wanted = true
    void session.hostZones().then((found) => {
      if (wanted) setStated(found)
    })
    return () => {
      wanted = false
    }
  }, [session, judged])
  const own = ownZone(stated.find((one) => one.host === host))
  const { name } = zone.value
  const others = Intl.supportedValuesOf('timeZone')
  return (
    <label class="host">
      <span class="hidden">Time zone of all times shown</span>
      <select
        id="zone"
        title="Time zone of all times shown. What is shared is in UTC."
        value={own?.zone.name === name ? 'own' : name}
        onChange={({ currentTarget: { value } }) => {
          zone.value = (value === 'own' ? own?.zone : namedZone(value)) ?? UTC
        }}
      >
        <option value="UTC">Times in UTC</option>
        {own && <option value="own">Server’s: {visible(own.words)}</option>}
        <optgroup label="Chosen by you">
          {others.map((other) => (
            <option key={other} value={other}>
              {other}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  )
}

/** The zone that the server's registry states; by its offset alone where its name is not known. */
function ownZone(stated: HostZone | undefined): { zone: Zone; words: string } | null {
  if (!stated) return null
  const named = namedZone(ianaName(stated.name))
  if (named) return { zone: named, words: stated.name }
  if (!Number.isFinite(stated.offset)) return null
  const words = `${stated.name}, ${offsetText(stated.offset)} without daylight saving`
  return { zone: fixedZone(stated.offset), words }
}
