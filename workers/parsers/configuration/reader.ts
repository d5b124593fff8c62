import type { Bytes, Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { addFact } from '../shared/facts.js'
import { scanFrames, type FrameHandler, type XmlFrame } from '../shared/xml-frames.js'
import { readElement } from './elements.js'
import { RewriteRule } from './rewrite.js'
import { locationOf } from './scope.js'
import type { Statement } from './statement.js'

/** Adds what the elements of a configuration file state, each a row at its place. */
export function readConfiguration(bytes: Uint8Array, time: Microseconds, sink: EventSink): void {
  scanFrames(bytes, new ConfigurationReader(sink, time), (at, what, wanted, found) => {
    sink.warn(at, what, wanted, found)
  })
}

class ConfigurationReader implements FrameHandler {
  private rule: { readonly frame: XmlFrame; readonly content: RewriteRule } | null = null

  constructor(
    private readonly sink: EventSink,
    private readonly time: Microseconds,
  ) {}

  open(frame: XmlFrame): void {
    if (this.rule) this.rule.content.take(frame)
    else if (RewriteRule.begins(frame)) this.rule = { frame, content: new RewriteRule(frame) }
  }

  close(frame: XmlFrame, end: Bytes): void {
    if (this.rule && this.rule.frame !== frame) return
    const said = this.rule ? this.rule.content.end() : readElement(frame)
    this.rule = null
    if (said) this.add(frame, end, said)
  }

  private add(frame: XmlFrame, end: Bytes, said: Statement): void {
    const location = locationOf(frame)
    addFact(this.sink, 'configuration', {
      ...said,
      target: location === '' ? said.target : `${location}: ${said.target}`,
      time: this.time,
      offset: frame.at,
      size: end - frame.at,
    })
  }
}
