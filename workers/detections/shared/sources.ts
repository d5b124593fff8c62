/** Where conditions were taken from; commits pin what was read. */
export const TEST_PROXYLOGON =
  'microsoft/CSS-Exchange@f88378b1 Security/src/Test-ProxyLogon.ps1 (MIT)'
export const MSRC_ADVISORY = 'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-26855'
export const MSTIC_HAFNIUM =
  'https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/'
export const VOLEXITY =
  'https://www.volexity.com/blog/2021/03/02/active-exploitation-of-microsoft-exchange-zero-day-vulnerabilities/'
export const SIGMA = (path: string, id: string, author: string): string =>
  `SigmaHQ/sigma@8eaafff1 ${path} (${id}; ${author}; DRL 1.1)`
export const SIGNATURE_BASE = (rule: string): string =>
  `Neo23x0/signature-base@8a89b3bf ${rule} (Florian Roth; DRL 1.1)`
export const TRUSTEDSEC = (path: string): string => `trustedsec/defensive-scripts ${path}`
