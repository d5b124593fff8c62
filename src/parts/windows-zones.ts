/**
 * Windows' names of time zones and the zone of IANA's that each stands for.
 * Source: Unicode CLDR, windowsZones.xml (territory 001).
 */
const ZONES =
  'UTC=Etc/UTC;GMT Standard Time=Europe/London;Greenwich Standard Time=Atlantic/Reykjavik;' +
  'W. Europe Standard Time=Europe/Berlin;Central Europe Standard Time=Europe/Budapest;' +
  'Romance Standard Time=Europe/Paris;Central European Standard Time=Europe/Warsaw;' +
  'W. Central Africa Standard Time=Africa/Lagos;GTB Standard Time=Europe/Bucharest;' +
  'FLE Standard Time=Europe/Kiev;E. Europe Standard Time=Europe/Chisinau;' +
  'Turkey Standard Time=Europe/Istanbul;Israel Standard Time=Asia/Jerusalem;' +
  'Egypt Standard Time=Africa/Cairo;South Africa Standard Time=Africa/Johannesburg;' +
  'Russian Standard Time=Europe/Moscow;Arab Standard Time=Asia/Riyadh;' +
  'E. Africa Standard Time=Africa/Nairobi;Iran Standard Time=Asia/Tehran;' +
  'Arabian Standard Time=Asia/Dubai;Pakistan Standard Time=Asia/Karachi;' +
  'India Standard Time=Asia/Kolkata;Bangladesh Standard Time=Asia/Dhaka;' +
  'SE Asia Standard Time=Asia/Bangkok;China Standard Time=Asia/Shanghai;' +
  'Singapore Standard Time=Asia/Singapore;Taipei Standard Time=Asia/Taipei;' +
  'W. Australia Standard Time=Australia/Perth;Tokyo Standard Time=Asia/Tokyo;' +
  'Korea Standard Time=Asia/Seoul;AUS Central Standard Time=Australia/Darwin;' +
  'Cen. Australia Standard Time=Australia/Adelaide;AUS Eastern Standard Time=Australia/Sydney;' +
  'E. Australia Standard Time=Australia/Brisbane;Tasmania Standard Time=Australia/Hobart;' +
  'New Zealand Standard Time=Pacific/Auckland;Hawaiian Standard Time=Pacific/Honolulu;' +
  'Alaskan Standard Time=America/Anchorage;Pacific Standard Time=America/Los_Angeles;' +
  'US Mountain Standard Time=America/Phoenix;Mountain Standard Time=America/Denver;' +
  'Central Standard Time=America/Chicago;Canada Central Standard Time=America/Regina;' +
  'Central Standard Time (Mexico)=America/Mexico_City;Eastern Standard Time=America/New_York;' +
  'US Eastern Standard Time=America/Indianapolis;SA Pacific Standard Time=America/Bogota;' +
  'Atlantic Standard Time=America/Halifax;Newfoundland Standard Time=America/St_Johns;' +
  'E. South America Standard Time=America/Sao_Paulo;Argentina Standard Time=America/Buenos_Aires;' +
  'Pacific SA Standard Time=America/Santiago;SA Eastern Standard Time=America/Cayenne'

const BY_NAME = new Map(
  ZONES.split(';').map((pair) => pair.split('=') as [windows: string, iana: string]),
)

/** '' where the name is none that we know. */
export function ianaName(windows: string): string {
  return BY_NAME.get(windows) ?? ''
}
