/** ASP.NET compiles into this folder when a page is first asked for. */
export function isCompiledOnUse(path: string): boolean {
  return /(?:^|\/)temporary asp\.net files\//i.test(path)
}

export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
