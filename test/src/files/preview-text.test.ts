import { describe, expect, it } from 'vitest'
import { previewText } from '../../../src/files/preview-text.js'

describe('text of a file', () => {
  it('is read as UTF-16 where it is', () => {
    const wide = new Uint8Array(Buffer.from('a page in wide letters', 'utf16le'))
    expect(previewText(wide)).toBe('a page in wide letters')
    expect(previewText(Uint8Array.from([0xff, 0xfe, 0x61, 0]))).toBe('a')
    expect(previewText(new TextEncoder().encode('é plain'))).toBe('é plain')
  })
})
