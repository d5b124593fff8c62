import type { ChannelResult, EngineResult } from './run-engine.js'

const count = (channels: readonly ChannelResult[], which: (one: ChannelResult) => boolean) =>
  channels.filter(which).length

/** Markdown: one column per engine, then what could not be proven and what got out. */
export function summary(results: readonly EngineResult[]): string {
  const row = (title: string, cell: (result: EngineResult) => string | number) =>
    `| ${[title, ...results.map(cell)].join(' | ')} |`
  const proven = (one: ChannelResult) => one.control.length > 0
  return [
    row('', ({ engine, version }) => `${engine} ${version}`),
    `|${' --- |'.repeat(results.length + 1)}`,
    row('ways out tried', ({ channels }) => channels.length),
    row('worked in the page without protection', ({ channels }) => count(channels, proven)),
    row('of those, anything at all out of the viewer from file', ({ channels }) =>
      count(channels, (one) => proven(one) && one.file.length > 0),
    ),
    row('of those, tried over http', ({ channels }) =>
      count(channels, (one) => proven(one) && one.http !== null),
    ),
    row('anything at all out of the viewer over http', ({ channels }) =>
      count(channels, (one) => proven(one) && (one.http?.length ?? 0) > 0),
    ),
    row('a byte of content out of the viewer', ({ channels }) =>
      count(channels, ({ file, http }) =>
        [...file, ...(http ?? [])].some((sign) => sign === 'payload' || sign === 'udp'),
      ),
    ),
    '',
    ...results.flatMap(({ engine, channels }) => [
      `${engine}, not provable (did not work without protection either): ${names(channels, (one) => !proven(one))}`,
      `${engine}, got out: ${
        channels
          .filter(({ file, http }) => file.length + (http?.length ?? 0) > 0)
          .map(
            ({ name, file, http }) =>
              `${name} (${[...new Set([...file, ...(http ?? [])])].join(' + ')})`,
          )
          .join(', ') || 'nothing'
      }`,
    ]),
  ].join('\n')
}

function names(channels: readonly ChannelResult[], which: (one: ChannelResult) => boolean): string {
  return (
    channels
      .filter(which)
      .map(({ name }) => name)
      .join(', ') || 'none'
  )
}
