import { describe, expect, it } from 'vitest'
import type { EntryResult, Evidence } from '../../../src/model/evidence.js'
import { emptyResult } from '../../../src/model/evidence.js'
import { Attachment, sameEntries } from '../../../src/case/attachment.js'
import type { EvidenceSource } from '../../../workers/protocol.js'
import { entryOf } from '../../workers/parsers/memory-input.js'

const ZIP = 'zip bytes'

function evidence(more: Partial<Evidence>): Evidence {
  return {
    index: 0,
    name: 'MX01.zip',
    kind: 'zip',
    size: ZIP.length,
    collector: 'unknown',
    packageHost: '',
    sha256: `sha of ${ZIP}`,
    ...more,
  }
}

function source(kind: EvidenceSource['kind'], files: Record<string, string>): EvidenceSource {
  const list = Object.entries(files).map(([path, text]) => ({ path, file: new File([text], path) }))
  return { index: 0, name: 'dropped', kind, files: list }
}

const hash = async (file: File) => `sha of ${await file.text()}`

function ofZip() {
  const entries = [entryOf('a.log', 1), entryOf('b.zip/c.log', 1, { index: 1, depth: 1 })]
  return new Attachment({ evidence: [evidence({})], entries, results: [], hash })
}

function ofFiles() {
  const entries = [entryOf('a.log', 3), entryOf('b.log', 3, { index: 1 })]
  const results: EntryResult[] = entries.map((entry, at) => ({
    ...emptyResult(entry, 'read', ''),
    sha256: at === 0 ? 'sha of aaa' : 'sha of bbb',
  }))
  const known = evidence({ kind: 'files', size: 6, sha256: null })
  return new Attachment({ evidence: [known], entries, results, hash })
}

describe('evidence that is dropped on a saved case', () => {
  it('is taken for what was read where its SHA-256 is the same, whatever it is called', async () => {
    const attachment = ofZip()
    expect(attachment.missingNames).toEqual(['MX01.zip'])
    const { tasks, refused } = await attachment.attach([source('zip', { 'renamed.zip': ZIP })])
    expect(tasks.map(({ entry }) => entry.path)).toEqual(['a.log'])
    expect(refused).toEqual([])
    expect(attachment.missingNames).toEqual([])
  })

  it('is refused where one byte differs, and the evidence stays missing', async () => {
    const attachment = ofZip()
    const { tasks, refused } = await attachment.attach([source('zip', { 'MX01.zip': 'zip byteZ' })])
    expect(tasks).toEqual([])
    expect(refused).toEqual(['dropped is another file: its SHA-256 differs'])
    expect(attachment.missingNames).toEqual(['MX01.zip'])
  })

  it('is not hashed at all where its size differs', () => {
    expect(ofZip().mayFit([source('zip', { 'MX01.zip': 'longer zip bytes' })])).toBe(false)
    expect(ofZip().mayFit([source('files', { 'MX01.log': ZIP })])).toBe(false)
    expect(ofZip().mayFit([source('zip', { 'x.zip': ZIP })])).toBe(true)
  })

  it('is taken file by file where it was no archive', async () => {
    const attachment = ofFiles()
    const { tasks, refused } = await attachment.attach([
      source('files', { 'a.log': 'aaa', 'b.log': 'xxx' }),
    ])
    expect(tasks.map(({ entry }) => entry.path)).toEqual(['a.log'])
    expect(refused[0]).toMatch(/1 of its files are missing, or others/)
  })
})

describe('entries of an archive inside the evidence', () => {
  it('are the saved ones again, each once, though two have the same name', () => {
    const within = entryOf('b.zip', 9)
    const inner = { depth: 1, headerOffset: 7 }
    const saved = [
      within,
      entryOf('b.zip/c.log', 5, { ...inner, index: 1 }),
      entryOf('b.zip/c.log', 5, { ...inner, index: 2 }),
      entryOf('b.zip/d.log', 5, { ...inner, index: 3, evidence: 1 }),
    ]
    const listed = [1, 2, 1].map((at) => saved[at]!)
    expect(sameEntries(listed, within, saved, new Set()).map((one) => one?.index)).toEqual([
      1,
      2,
      undefined,
    ])
    expect(sameEntries([saved[3]!], within, saved, new Set())).toEqual([undefined])
  })
})
