import type { Density } from '../../workers/protocol.js'
import type { Session } from '../case/session.js'
import type { Case } from '../model/case.js'
import { timelineModel } from '../timeline/model.js'
import { CARD_HEIGHT, CARD_WIDTH, drawCard, type CardOptions } from './card.js'
import { worstFirst } from '../answer/answers.js'

const RATIO = 2
const BINS = 340

/** The picture as PNG, 2400 × 1350. */
export function renderCard(
  judged: Case,
  options: CardOptions,
  density: Density | null,
): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = CARD_WIDTH * RATIO
  canvas.height = CARD_HEIGHT * RATIO
  const context = canvas.getContext('2d')
  if (!context) return Promise.reject(new Error('this browser gives no canvas to draw on'))
  context.setTransform(RATIO, 0, 0, RATIO, 0, 0)
  drawCard(context, judged, options, density, RATIO)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob)
      else reject(new Error('the picture could not be made'))
    }, 'image/png')
  })
}

/** Events over the period that the card shows. */
export function cardDensity(session: Session, judged: Case, host: string): Promise<Density> {
  const shown = judged.hosts.find(({ name }) => name === host) ?? worstFirst(judged.hosts)[0]
  const { from, to } = timelineModel(judged, shown)
  const name = shown?.name ?? ''
  return session.density({ from, to, bins: BINS, host: name, by: 'source', lanes: [] })
}
