import { Fragment } from 'preact'
import { FIELDS } from '../model/query/fields.js'

/** How to ask, beside the query bar. */
export function QueryHelp() {
  return (
    <details class="pop">
      <summary class="tool" aria-label="How to ask">
        ?
      </summary>
      <div class="pop-box help">
        <p>
          A word is looked for in every field. <code>field:value</code> looks in one field;{' '}
          <code>*</code> and <code>?</code> then stand for any characters and the whole value must
          fit. <code>field="value"</code> is exact, letter for letter.
        </p>
        <p>
          Put words side by side for AND; write <code>OR</code>, <code>NOT</code> (or <code>-</code>
          ) and parentheses. Quote what has blanks.
        </p>
        <dl class="help-fields">
          {FIELDS.map(({ id, about }) => (
            <Fragment key={id}>
              <dt class="mono">{id}</dt>
              <dd>{about}</dd>
            </Fragment>
          ))}
        </dl>
        <p class="soft">
          In the table: arrow keys move, Enter opens what can be done with a value, s sorts by the
          column. A click on a value does the same as Enter.
        </p>
      </div>
    </details>
  )
}
