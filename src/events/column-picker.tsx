import { FIELDS } from '../model/query/fields.js'
import { FIRST_LAYOUT, headingOf, withColumn, withoutColumn, type TableLayout } from './columns.js'

interface Props {
  readonly layout: TableLayout
  readonly onLayout: (layout: TableLayout) => void
}

/** Which columns the table has. */
export function ColumnPicker({ layout, onLayout }: Props) {
  return (
    <details class="pop">
      <summary class="tool" id="pick-columns">
        Columns
      </summary>
      <div class="pop-box">
        {FIELDS.map(({ id }) => {
          const shown = layout.columns.some(({ field }) => field === id)
          return (
            <label key={id} class="column-pick">
              <input
                type="checkbox"
                checked={shown}
                disabled={shown && layout.columns.length === 1}
                onChange={() => {
                  onLayout(shown ? withoutColumn(layout, id) : withColumn(layout, id))
                }}
              />
              {headingOf(id)}
            </label>
          )
        })}
        <button
          class="tool"
          onClick={() => {
            onLayout(FIRST_LAYOUT)
          }}
        >
          As at first
        </button>
      </div>
    </details>
  )
}
