/** All that fitting text needs of a drawing context. */
export interface Measure {
  measureText(text: string): { readonly width: number }
}

/** `text`, cut with an ellipsis where it is wider than `width`. */
export function fitText(context: Measure, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  let fits = 0
  let tooLong = text.length
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) fits = middle
    else tooLong = middle
  }
  return `${text.slice(0, fits).trimEnd()}…`
}

/** Lines of whole words, at most `most`; the last is cut with an ellipsis where words are left. */
export function wrapText(context: Measure, text: string, width: number, most: number): string[] {
  const lines: string[] = []
  const words = text.split(' ')
  let line = ''
  for (const [at, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (context.measureText(longer).width <= width || line === '') line = longer
    else if (lines.length === most - 1) {
      return [...lines, fitText(context, [line, ...words.slice(at)].join(' '), width)]
    } else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, fitText(context, line, width)]
}
