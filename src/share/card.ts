import type { Density } from '../../workers/protocol.js'
import type { Case, Host } from '../model/case.js'
import { levelRank, RUNGS, type Finding } from '../model/finding.js'
import { formatDayInWords } from '../model/time.js'
import { RULES_VERSION, TOOL_VERSION } from '../model/version.js'
import { answersOf, worstFirst, type Answer } from '../answer/answers.js'
import { LIGHT, phaseColour, RUNG_GLYPH, RUNG_WORD, type Palette } from '../parts/palette.js'
import { count, stamp } from '../parts/words.js'
import { UTC } from '../parts/zone.js'
import { drawTimeline } from '../timeline/draw.js'
import { frameOf } from '../timeline/frame.js'
import { railsOf, timelineModel } from '../timeline/model.js'
import { MONO, SANS } from '../timeline/text-width.js'
import { checkCode } from './check-code.js'
import { safeText } from './safe-text.js'
import { fitText, wrapText } from './text.js'

/** FIRST's Traffic Light Protocol 2.0. */
export const TLP_LABELS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const
export type Tlp = (typeof TLP_LABELS)[number]

export interface CardOptions {
  readonly tlp: Tlp
  readonly masked: boolean
  /** Host to show; '' for the worst. */
  readonly host: string
}

/** Size of the card in units; it is drawn at twice that. */
export const CARD_WIDTH = 1200
export const CARD_HEIGHT = 675
const MARGIN = 34
/** Height of the coloured bar beside an answer: question, word and two lines of detail. */
const BAR_HEIGHT = 70

/** TLP 2.0 prints its labels on black in these colours. */
const TLP_COLOUR: Readonly<Record<Tlp, string>> = {
  CLEAR: '#ffffff',
  GREEN: '#33ff00',
  AMBER: '#ffc000',
  'AMBER+STRICT': '#ffc000',
  RED: '#ff2b2b',
}

type Context = CanvasRenderingContext2D

/** Draws the whole card on a context whose unit is `ratio` device pixels. */
export function drawCard(
  context: Context,
  judged: Case,
  options: CardOptions,
  density: Density | null,
  ratio: number,
): void {
  const palette = LIGHT
  const show = safeText(judged, options.masked)
  const host = judged.hosts.find(({ name }) => name === options.host) ?? worstFirst(judged.hosts)[0]
  context.fillStyle = palette.paper
  context.fillRect(0, 0, CARD_WIDTH, CARD_HEIGHT)
  context.textBaseline = 'alphabetic'
  drawHeader(context, judged, host, options, show, palette)
  const sentence = show(host?.verdict.sentence ?? 'No server was found in this evidence.')
  const lines = drawSentence(context, sentence, palette)
  const answersTop = lines > 1 ? 144 : 116
  if (host) drawAnswers(context, answersOf(judged, host), answersTop, show, palette)
  const top = answersTop + 76
  const bottom = 534
  drawCardTimeline(context, judged, host, { top, bottom, ratio }, density, show)
  drawFindings(context, judged, host, show, palette)
  drawFooter(context, judged, host, palette)
  if (judged.demo) drawWatermark(context)
}

function drawHeader(
  context: Context,
  judged: Case,
  host: Host | undefined,
  options: CardOptions,
  show: (text: string) => string,
  palette: Palette,
): void {
  context.textAlign = 'left'
  context.fillStyle = palette.ink
  context.font = `700 15px ${SANS}`
  context.fillText('◧ Afterpatch', MARGIN, 44)
  const period = `${formatDayInWords(judged.first)} – ${formatDayInWords(judged.last)} UTC`
  const names = options.masked ? 'names masked' : 'REAL NAMES'
  const words = [show(host?.name ?? 'no host'), period, names, ...(judged.demo ? ['DEMO'] : [])]
  context.fillStyle = palette.soft
  context.font = `14px ${SANS}`
  context.fillText(fitText(context, words.join(' · '), 760), MARGIN + 118, 44)
  const label = `TLP:${options.tlp}`
  context.font = `700 15px ${SANS}`
  const width = context.measureText(label).width + 20
  context.fillStyle = '#000000'
  context.fillRect(CARD_WIDTH - MARGIN - width, 26, width, 27)
  context.fillStyle = TLP_COLOUR[options.tlp]
  context.fillText(label, CARD_WIDTH - MARGIN - width + 10, 45)
}

function drawSentence(context: Context, sentence: string, palette: Palette): number {
  context.fillStyle = palette.ink
  context.textAlign = 'left'
  const width = CARD_WIDTH - 2 * MARGIN
  context.font = `700 28px ${SANS}`
  const lines = wrapText(context, sentence, width, 2)
  for (const [at, line] of lines.entries()) context.fillText(line, MARGIN, 92 + at * 34)
  return lines.length
}

function drawAnswers(
  context: Context,
  answers: readonly Answer[],
  top: number,
  show: (text: string) => string,
  palette: Palette,
): void {
  const pitch = (CARD_WIDTH - 2 * MARGIN) / answers.length
  context.textAlign = 'left'
  for (const [at, answer] of answers.entries()) {
    const x = MARGIN + at * pitch
    const colour = toneColour(answer, palette)
    context.fillStyle = colour
    if (answer.tone === 'unknown') hatchBar(context, x, top, colour)
    else context.fillRect(x, top, 5, BAR_HEIGHT)
    context.fillStyle = palette.soft
    context.font = `12px ${SANS}`
    context.fillText(answer.question, x + 15, top + 11)
    context.fillStyle = colour
    context.font = `700 19px ${SANS}`
    context.fillText(`${answer.glyph} ${answer.word}`, x + 15, top + 34)
    context.fillStyle = palette.soft
    context.font = `12px ${SANS}`
    const detail = wrapText(context, show(answer.detail), pitch - 28, 2)
    for (const [line, text] of detail.entries())
      context.fillText(text, x + 15, top + 52 + line * 15)
  }
}

function hatchBar(context: Context, x: number, y: number, colour: string): void {
  context.save()
  context.beginPath()
  context.rect(x, y, 6, BAR_HEIGHT)
  context.clip()
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.beginPath()
  for (let at = -8; at < BAR_HEIGHT + 8; at += 5) {
    context.moveTo(x, y + at + 8)
    context.lineTo(x + 6, y + at)
  }
  context.stroke()
  context.restore()
}

function toneColour({ tone }: Answer, palette: Palette): string {
  return tone === 'unknown' ? palette.soft : palette[tone]
}

function drawCardTimeline(
  context: Context,
  judged: Case,
  host: Host | undefined,
  place: { top: number; bottom: number; ratio: number },
  density: Density | null,
  show: (text: string) => string,
): void {
  const model = timelineModel(judged, host)
  const x = MARGIN - 6
  const frame = frameOf(CARD_WIDTH - 2 * MARGIN + 12, place.bottom - place.top, {
    lanes: model.lanes.lanes.length,
    rails: railsOf(model),
    overview: false,
    wide: false,
  })
  const width = frame.width - frame.left - frame.right
  context.save()
  context.translate(x, place.top)
  drawTimeline(context, {
    model,
    scale: { from: model.from, to: model.to, left: frame.left, width },
    frame,
    palette: LIGHT,
    density,
    ratio: place.ratio,
    overview: null,
    origin: { x, y: place.top },
    range: null,
    zone: UTC,
    selected: null,
    cursor: null,
    show,
  })
  context.restore()
  context.textBaseline = 'alphabetic'
}

/**
 * One finding for each rung: the worst, and of equals the first; of uses the last. The first attempt
 * that matters stands for being targeted: the worst may have come much later.
 */
export function topFindings(judged: Case, host: string): Finding[] {
  return RUNGS.flatMap((rung) => {
    const proofs = judged.findings
      .filter((finding) => finding.host === host && finding.rung === rung)
      .sort((a, b) => levelRank(b.level) - levelRank(a.level) || a.firstTime - b.firstTime)
    const [first] = proofs
    const worst = proofs.filter((finding) => finding.level === first?.level)
    const earliest = proofs
      .filter((finding) => levelRank(finding.level) >= levelRank('high'))
      .sort((a, b) => a.firstTime - b.firstTime)[0]
    const shown = rung === 'used' ? worst.at(-1) : rung === 'targeted' ? (earliest ?? first) : first
    return shown ? [shown] : []
  })
}

function drawFindings(
  context: Context,
  judged: Case,
  host: Host | undefined,
  show: (text: string) => string,
  palette: Palette,
): void {
  const top = 557
  rule(context, top - 16, palette)
  context.textAlign = 'left'
  for (const [at, finding] of topFindings(judged, host?.name ?? '').entries()) {
    const y = top + at * 18
    context.fillStyle = palette.soft
    context.font = `12px ${MONO}`
    context.fillText(stamp(finding.firstTime), MARGIN, y)
    if (finding.rung) {
      context.fillStyle = phaseColour(finding.phase, palette)
      context.font = `600 13px ${SANS}`
      context.fillText(`${RUNG_GLYPH[finding.rung]} ${RUNG_WORD[finding.rung]}`, MARGIN + 166, y)
    }
    context.fillStyle = palette.ink
    context.font = `13px ${SANS}`
    context.fillText(fitText(context, show(finding.title), 590), MARGIN + 274, y)
    context.textAlign = 'right'
    context.fillStyle = palette.soft
    context.font = `12px ${MONO}`
    const who = `${show(finding.actors[0] ?? '')} ×${count(finding.count)}`.trim()
    context.fillText(fitText(context, who, 240), CARD_WIDTH - MARGIN, y)
    context.textAlign = 'left'
  }
}

function drawFooter(
  context: Context,
  judged: Case,
  host: Host | undefined,
  palette: Palette,
): void {
  rule(context, 624, palette)
  context.fillStyle = palette.soft
  context.font = `12px ${MONO}`
  context.textAlign = 'left'
  const [first, ...others] = judged.evidence
  const more = others.length > 0 ? ` and ${count(others.length)} more` : ''
  context.fillText(`evidence SHA-256 ${first?.sha256 ?? 'hash pending'}${more}`, MARGIN, 643)
  const version = `rules ${RULES_VERSION} · Afterpatch ${TOOL_VERSION} · all times UTC`
  context.fillText(version, MARGIN, 660)
  context.textAlign = 'right'
  context.fillText(`check ${checkCode(stableText(judged, host))}`, CARD_WIDTH - MARGIN, 660)
}

/** What must be equal for two pictures to be of the same case and the same judgement. */
function stableText(judged: Case, host: Host | undefined): string {
  const hashes = judged.evidence.map((one) => one.sha256 ?? one.name)
  const ids = judged.findings.map((finding) => finding.id)
  return [TOOL_VERSION, RULES_VERSION, ...hashes, host?.verdict.sentence ?? '', ...ids].join('\n')
}

function rule(context: Context, y: number, palette: Palette): void {
  context.fillStyle = palette.line
  context.fillRect(MARGIN, y, CARD_WIDTH - 2 * MARGIN, 1)
}

function drawWatermark(context: Context): void {
  context.save()
  context.translate(CARD_WIDTH / 2 - 120, 370)
  context.rotate(-0.3)
  context.globalAlpha = 0.045
  context.fillStyle = '#000000'
  context.textAlign = 'center'
  context.font = `800 200px ${SANS}`
  context.fillText('DEMO', 0, 70)
  context.restore()
}
