/**
 * Names of the values that `Get-WinEvent | ConvertTo-Json` gives without names, in the order of the
 * providers' manifests. Later versions of an event add names behind, or have more of them: the first
 * list that is long enough counts.
 */
const SUBJECT = 'SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId'
const TARGET = 'TargetUserName TargetDomainName TargetSid'
const GROUP = `MemberName MemberSid ${TARGET} ${SUBJECT} PrivilegeList`
const OWN_GROUP = `${TARGET} ${SUBJECT} PrivilegeList`
const TASK = `${SUBJECT} TaskName TaskContent`
const LOG_CLEARED = 'SubjectUserName SubjectDomainName Channel BackupPath'
const PROCESS = 'RuleName UtcTime ProcessGuid ProcessId Image'
const SESSION = 'User SessionID Address'
const FILE = `${PROCESS} TargetFilename`

/** Names with blanks, so that bars stand between them. */
const THREAT =
  'Product Name|Product Version|Detection ID|Detection Time|Unused|Unused2|Threat ID|Threat Name|Severity ID|Severity Name|Category ID|Category Name|FWLink|Status Code|Status Description|State|Source ID|Source Name|Process Name|Detection User|Unused3|Path|Origin ID|Origin Name|Execution ID|Execution Name|Type ID|Type Name|Pre Execution Status|Action ID|Action Name'

type Names = Readonly<Record<number, readonly string[]>>

const SECURITY: Names = {
  1102: [SUBJECT],
  4624: [
    `${SUBJECT} TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType LogonProcessName AuthenticationPackageName WorkstationName LogonGuid TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort`,
  ],
  4625: [
    `${SUBJECT} TargetUserSid TargetUserName TargetDomainName Status FailureReason SubStatus LogonType LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort`,
  ],
  4634: ['TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType'],
  4648: [
    `${SUBJECT} LogonGuid TargetUserName TargetDomainName TargetLogonGuid TargetServerName TargetInfo ProcessId ProcessName IpAddress IpPort`,
  ],
  4672: [`${SUBJECT} PrivilegeList`],
  4688: [
    `${SUBJECT} NewProcessId NewProcessName TokenElevationType ProcessId CommandLine TargetUserSid TargetUserName TargetDomainName TargetLogonId ParentProcessName MandatoryLabel`,
  ],
  4697: [`${SUBJECT} ServiceName ServiceFileName ServiceType ServiceStartType ServiceAccount`],
  4698: [TASK],
  4699: [TASK],
  4700: [TASK],
  4701: [TASK],
  4702: [`${SUBJECT} TaskName TaskContentNew`],
  4720: [`${TARGET} ${SUBJECT} PrivilegeList SamAccountName`],
  4722: [`${TARGET} ${SUBJECT}`],
  4723: [`${TARGET} ${SUBJECT} PrivilegeList`],
  4724: [`${TARGET} ${SUBJECT}`],
  4725: [`${TARGET} ${SUBJECT}`],
  4726: [`${TARGET} ${SUBJECT} PrivilegeList`],
  4728: [GROUP],
  4729: [GROUP],
  4732: [GROUP],
  4733: [GROUP],
  4735: [OWN_GROUP],
  4738: [`Dummy ${TARGET} ${SUBJECT} PrivilegeList SamAccountName`],
  4740: [`TargetUserName TargetDomainName TargetSid ${SUBJECT}`],
  4756: [GROUP],
  4757: [GROUP],
  4768: [
    `${TARGET} ServiceName ServiceSid TicketOptions Status TicketEncryptionType PreAuthType IpAddress IpPort`,
  ],
  4769: [
    'TargetUserName TargetDomainName ServiceName ServiceSid TicketOptions TicketEncryptionType IpAddress IpPort Status LogonGuid TransmittedServices',
  ],
  4771: ['TargetUserName TargetSid ServiceName TicketOptions Status PreAuthType IpAddress IpPort'],
  4776: ['PackageName TargetUserName Workstation Status'],
  5140: [`${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath AccessMask AccessList`],
  5145: [
    `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath RelativeTargetName AccessMask AccessList AccessReason`,
  ],
}

const SYSMON: Names = {
  1: [
    `${PROCESS} FileVersion Description Product Company CommandLine CurrentDirectory User LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes ParentProcessGuid ParentProcessId ParentImage ParentCommandLine`,
    `${PROCESS} FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory User LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser`,
  ],
  3: [
    `${PROCESS} User Protocol Initiated SourceIsIpv6 SourceIp SourceHostname SourcePort SourcePortName DestinationIsIpv6 DestinationIp DestinationHostname DestinationPort DestinationPortName`,
  ],
  5: [`${PROCESS} User`],
  7: [`${PROCESS} ImageLoaded`],
  8: [
    'RuleName UtcTime SourceProcessGuid SourceProcessId SourceImage TargetProcessGuid TargetProcessId TargetImage',
  ],
  10: [
    'RuleName UtcTime SourceProcessGUID SourceProcessId SourceThreadId SourceImage TargetProcessGUID TargetProcessId TargetImage GrantedAccess CallTrace SourceUser TargetUser',
  ],
  11: [`${FILE} CreationUtcTime User`],
  12: ['RuleName EventType UtcTime ProcessGuid ProcessId Image TargetObject User'],
  13: ['RuleName EventType UtcTime ProcessGuid ProcessId Image TargetObject Details User'],
  15: [`${FILE} CreationUtcTime Hash Contents User`],
  17: ['RuleName EventType UtcTime ProcessGuid ProcessId PipeName Image User'],
  18: ['RuleName EventType UtcTime ProcessGuid ProcessId PipeName Image User'],
  22: [`RuleName UtcTime ProcessGuid ProcessId QueryName QueryStatus QueryResults Image User`],
}

const BY_PROVIDER: ReadonlyMap<string, Names> = new Map<string, Names>([
  ['microsoft-windows-security-auditing', SECURITY],
  ['microsoft-windows-eventlog', { 104: [LOG_CLEARED], 1102: [SUBJECT] }],
  [
    'service control manager',
    {
      7036: ['param1 param2'],
      7040: ['param1 param2 param3 param4'],
      7045: ['ServiceName ImagePath ServiceType StartType AccountName'],
    },
  ],
  [
    'microsoft-windows-powershell',
    {
      4103: ['ContextInfo UserData Payload'],
      4104: ['MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path'],
    },
  ],
  ['microsoft-windows-sysmon', SYSMON],
  [
    'microsoft-windows-windows defender',
    {
      1116: [THREAT],
      1117: [THREAT],
      5007: ['Product Name|Product Version|Old Value|New Value'],
    },
  ],
  [
    'microsoft-windows-taskscheduler',
    {
      106: ['TaskName UserContext'],
      129: ['TaskName Path ProcessID Priority'],
      140: ['TaskName UserName'],
      141: ['TaskName UserName'],
      200: ['TaskName ActionName TaskInstanceId EnginePID'],
      201: ['TaskName TaskInstanceId ActionName ResultCode EnginePID'],
    },
  ],
  [
    'microsoft-windows-terminalservices-localsessionmanager',
    { 21: [SESSION], 22: [SESSION], 24: [SESSION], 25: [SESSION] },
  ],
  [
    'microsoft-windows-terminalservices-remoteconnectionmanager',
    { 1149: ['Param1 Param2 Param3'] },
  ],
])

const NONE: readonly string[] = []
const split = new Map<string, readonly string[]>()

/** Names in their order, none where they are not known. */
export function propertyNames(provider: string, id: number, count: number): readonly string[] {
  const lists = BY_PROVIDER.get(provider.toLowerCase())?.[id] ?? NONE
  const list = lists.find((one) => namesOf(one).length >= count) ?? lists.at(-1)
  return list === undefined ? NONE : namesOf(list)
}

function namesOf(list: string): readonly string[] {
  const known = split.get(list) ?? list.split(list.includes('|') ? '|' : ' ')
  split.set(list, known)
  return known
}
