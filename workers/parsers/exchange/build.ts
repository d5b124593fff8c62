/** `15.01.2375.007`, as Exchange pads it in `#Version`, to `15.1.2375.7`; '' where it is no build. */
export function normalBuild(text: string): string {
  const parts = /^\s*(\d{1,5})\.(\d{1,5})\.(\d{1,5})\.(\d{1,5})\s*$/.exec(text)?.slice(1)
  return parts ? parts.map((part) => String(Number(part))).join('.') : ''
}
