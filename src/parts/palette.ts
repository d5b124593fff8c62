import type { Phase, Rung } from '../model/finding.js'

/** Colours of everything drawn on a canvas; the style sheet holds the same values as tokens. */
export interface Palette {
  readonly paper: string
  readonly ground: string
  readonly ink: string
  readonly soft: string
  readonly line: string
  readonly targeted: string
  readonly exploited: string
  readonly backdoored: string
  readonly used: string
  readonly calm: string
  readonly patch: string
  readonly exposure: string
  readonly quiet: string
  readonly density: string
}

export const LIGHT: Palette = {
  paper: '#ffffff',
  ground: '#f6f7f9',
  ink: '#14181f',
  soft: '#5b6472',
  line: '#d9dee6',
  targeted: '#b45309',
  exploited: '#c2410c',
  backdoored: '#b91c1c',
  used: '#7f1d1d',
  calm: '#0f766e',
  patch: '#1d4ed8',
  exposure: '#fdeceb',
  quiet: '#d3d9e1',
  density: '#8291a5',
}

export const DARK: Palette = {
  paper: '#12161c',
  ground: '#191f27',
  ink: '#e8ecf2',
  soft: '#a0abba',
  line: '#2d3641',
  targeted: '#f0a94e',
  exploited: '#fb8d5b',
  backdoored: '#fb7878',
  used: '#f9a8b4',
  calm: '#4cc9bb',
  patch: '#8fb4ff',
  exposure: '#2c1a1e',
  quiet: '#36414e',
  density: '#8fa0b6',
}

export type Shape = 'triangle' | 'square' | 'disc' | 'diamond' | 'ring' | 'bar'

export const RUNG_GLYPH: Readonly<Record<Rung, string>> = {
  targeted: '▲',
  exploited: '■',
  backdoored: '●',
  used: '◆',
}

export const RUNG_WORD: Readonly<Record<Rung, string>> = {
  targeted: 'Targeted',
  exploited: 'Exploited',
  backdoored: 'Back door',
  used: 'Used',
}

export const PHASE_WORD: Readonly<Record<Phase, string>> = {
  probe: 'Probe',
  exploit: 'Exploit',
  backdoor: 'Back door',
  use: 'Use',
  after: 'After',
}

export const PHASE_SHAPE: Readonly<Record<Phase, Shape>> = {
  probe: 'triangle',
  exploit: 'square',
  backdoor: 'disc',
  use: 'diamond',
  after: 'bar',
}

export function phaseColour(phase: Phase, palette: Palette): string {
  const colours = {
    probe: palette.targeted,
    exploit: palette.exploited,
    backdoor: palette.backdoored,
    use: palette.used,
    after: palette.ink,
  }
  return colours[phase]
}
