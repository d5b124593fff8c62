import type { Session } from '../case/session.js'
import { cardDensity, renderCard } from './render-card.js'

/** The picture of a run without a viewer: the worst host, names masked, TLP:AMBER. */
export async function headlessPicture(session: Session): Promise<Blob> {
  const judged = session.state.value.case
  if (!judged) throw new Error('there is no case to draw')
  const density = await cardDensity(session, judged, '')
  return renderCard(judged, { tlp: 'AMBER', masked: true, host: '' }, density)
}
