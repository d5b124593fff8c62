/**
 * Folders that Exchange's web sites serve, by their inner shape: drive and install folder differ, and
 * collectors cut what stands before. `aspnet_client` is known without the site's root, which may lie
 * anywhere.
 */
const WEB_ROOT =
  /(?:^|\/)(?:inetpub\/wwwroot|aspnet_client|frontend\/httpproxy|clientaccess|oab)\//i

/** What IIS on an Exchange server runs, or hands to something that runs it. */
const RUNNABLE =
  /\.(?:aspx|ashx|asmx|asp|cshtml|vbhtml|soap|svc|asax|ascx|master|asa|cer|php|jsp|config)$/i

export function isInWebRoot(path: string): boolean {
  return WEB_ROOT.test(path)
}

export function isRunnable(path: string): boolean {
  return RUNNABLE.test(path)
}

/** A page under a web root is read as one whatever it claims to be; only a configuration may be both. */
export function isPage(path: string): boolean {
  return isInWebRoot(path) && isRunnable(path) && !/\.config$/i.test(path)
}

/** Exchange's own logs have folders named as the protocols are. */
export function isInLogFolder(path: string): boolean {
  return /(?:^|\/)logging\//i.test(path)
}
