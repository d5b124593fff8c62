/** Ids of one record that are looked for, at most: a client can write more into its query. */
const MOST_IDS = 4
/** A record is looked into so far; what stands behind is free text. */
const LOOKED_INTO = 64 * 1_024
const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
/** `cafeReqId` in an IIS query, `REQID` and `ActID` in the control panel's items. */
const NAMED = new RegExp(`(?:cafeReqId|RequestId|REQID|ActID|ActivityId)=(${GUID})`, 'gi')
/** RequestId of HttpProxy, EWS, MAPI and remote PowerShell: the first cell behind the times. */
const COLUMN = new RegExp(
  `^\\s*"?[0-9T:. -]{19,28}Z"?,(?:"?[0-9T:. -]{19,28}Z"?,)?"?(${GUID})"?,`,
  'i',
)
const NONE = /^[0-]+$/

/**
 * Ids that a request's records share from the front end to the back end, from one record's raw text, in
 * lower case. Exchange appends its own behind what the client sent, so the last named count.
 */
export function requestIds(text: string): string[] {
  const part = text.slice(0, LOOKED_INTO)
  const named = [...part.matchAll(NAMED)].map((match) => match[1] ?? '').slice(-MOST_IDS)
  const ids = [COLUMN.exec(part)?.[1] ?? '', ...named].map((id) => id.toLowerCase())
  return [...new Set(ids)].filter((id) => id !== '' && !NONE.test(id)).slice(0, MOST_IDS)
}
