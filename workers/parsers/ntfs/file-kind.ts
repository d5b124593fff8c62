/** What a file's name promises it to be, as far as it matters here. */
export const KIND = { other: 0, page: 1, script: 2, program: 3, archive: 4 } as const

/** A page is what a web server runs, or hands to something that runs it (as web/place.ts has it). */
const EXTENSIONS: readonly (readonly [kind: number, names: string])[] = [
  [
    KIND.page,
    'aspx ashx asmx asp cshtml vbhtml soap svc asax ascx master asa cer cdx php jsp config',
  ],
  [KIND.script, 'ps1 psm1 bat cmd vbs vbe js jse wsf wsh hta py pl sh'],
  [KIND.program, 'exe dll sys com scr msi msp cpl ocx'],
  // A mailbox export or a memory dump is what gets carried off.
  [KIND.archive, 'zip rar 7z cab gz tgz tar iso img vhd vhdx pst dmp'],
]
const LONGEST = 6
const DOT = 0x2e
/** Letters, digits and nothing else: more than there are of both. */
const BASE = 40

const KINDS = new Map<number, number>()
for (const [kind, names] of EXTENSIONS) {
  for (const name of names.split(' ')) {
    let code = 0
    for (let at = 0; at < name.length; at++) code = code * BASE + digitOf(name.charCodeAt(at))
    KINDS.set(code, kind)
  }
}

/** Kind of the file whose name ends at bytes[end], by what follows its last dot. */
export function kindOf(bytes: Uint8Array, start: number, end: number): number {
  let dot = end - 1
  const least = Math.max(start, end - LONGEST - 1)
  while (dot >= least && bytes[dot] !== DOT) dot--
  if (dot < least || dot === end - 1) return KIND.other
  let code = 0
  for (let at = dot + 1; at < end; at++) {
    const digit = digitOf(bytes[at] as number)
    if (digit === 0) return KIND.other
    code = code * BASE + digit
  }
  return KINDS.get(code) ?? KIND.other
}

/** 1 to 36, 0 for what no extension in the list has. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x2f
  const letter = (code | 0x20) - 0x61
  return code >= 0x41 && letter >= 0 && letter < 26 ? letter + 11 : 0
}
