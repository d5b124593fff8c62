interface Props {
  /** What it filters by, shown while it is empty. */
  readonly words: string
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
}

/** The box above a list that leaves only what has some words in it. */
export function FilterBox({ words, label, value, onValue }: Props) {
  return (
    <input
      class="filter"
      type="search"
      placeholder={words}
      aria-label={label}
      value={value}
      onInput={(event) => {
        onValue(event.currentTarget.value)
      }}
    />
  )
}
