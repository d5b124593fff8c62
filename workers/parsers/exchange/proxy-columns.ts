/** HttpProxy columns by name, as one header line gives them; -1 where a build has no such column. */
export class ProxyColumns {
  readonly count: number
  readonly time: number
  readonly major: number
  readonly minor: number
  readonly build: number
  readonly revision: number
  readonly protocol: number
  readonly stem: number
  readonly user: number
  readonly anchor: number
  readonly agent: number
  readonly client: number
  readonly server: number
  readonly status: number
  readonly method: number
  private readonly byName = new Map<string, number>()

  constructor(
    names: readonly string[],
    /** Told from the number and shapes of cells, for want of a header. */
    readonly assumed: boolean,
  ) {
    this.count = names.length
    names.forEach((name, index) => {
      const lower = name.trim().toLowerCase()
      if (!this.byName.has(lower)) this.byName.set(lower, index)
    })
    this.time = this.indexOf('datetime')
    this.major = this.indexOf('majorversion')
    this.minor = this.indexOf('minorversion')
    this.build = this.indexOf('buildversion')
    this.revision = this.indexOf('revisionversion')
    this.protocol = this.indexOf('protocol')
    this.stem = this.indexOf('urlstem')
    this.user = this.indexOf('authenticateduser')
    this.anchor = this.indexOf('anchormailbox')
    this.agent = this.indexOf('useragent')
    this.client = this.indexOf('clientipaddress')
    this.server = this.indexOf('serverhostname')
    this.status = this.indexOf('httpstatus')
    this.method = this.indexOf('method')
  }

  indexOf(name: string): number {
    return this.byName.get(name.toLowerCase()) ?? -1
  }

  /** The build stands in four columns side by side. */
  get statesBuild(): boolean {
    const { major, minor, build, revision } = this
    return major >= 0 && minor === major + 1 && build === major + 2 && revision === major + 3
  }

  /** The columns as the kernel of assembly/csv.ts orders them. */
  get plan(): readonly number[] {
    const { time, client, user, agent, method, stem, protocol, status, server } = this
    const build = this.statesBuild ? [this.major, this.revision] : [-1, -1]
    return [time, client, user, agent, method, stem, protocol, status, server, ...build]
  }

  /** The columns tell an HttpProxy log from Exchange's other comma-separated logs. */
  get usable(): boolean {
    return (
      this.time >= 0 &&
      this.protocol >= 0 &&
      this.stem >= 0 &&
      this.anchor >= 0 &&
      this.client >= 0 &&
      this.status >= 0
    )
  }
}

/** Exchange 2016 and later, identical in builds 15.1.2106 to 15.2.2562. */
export const CURRENT_COLUMNS =
  `DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,
Protocol,UrlHost,UrlStem,ProtocolAction,AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,AnchorMailbox,
UserAgent,ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,ErrorCode,Method,ProxyAction,TargetServer,
TargetServerVersion,RoutingType,RoutingHint,BackEndCookie,ServerLocatorHost,ServerLocatorLatency,RequestBytes,
ResponseBytes,TargetOutstandingRequests,AuthModulePerfContext,HttpPipelineLatency,CalculateTargetBackEndLatency,
GlsLatencyBreakup,TotalGlsLatency,AccountForestLatencyBreakup,TotalAccountForestLatency,ResourceForestLatencyBreakup,
TotalResourceForestLatency,ADLatency,SharedCacheLatencyBreakup,TotalSharedCacheLatency,ActivityContextLifeTime,
ModuleToHandlerSwitchingLatency,ClientReqStreamLatency,BackendReqInitLatency,BackendReqStreamLatency,
BackendProcessingLatency,BackendRespInitLatency,BackendRespStreamLatency,ClientRespStreamLatency,
KerberosAuthHeaderLatency,HandlerCompletionLatency,RequestHandlerLatency,HandlerToModuleSwitchingLatency,ProxyTime,
CoreLatency,RoutingLatency,HttpProxyOverhead,TotalRequestTime,RouteRefresherLatency,UrlQuery,BackEndGenericInfo,
GenericInfo,GenericErrors,EdgeTraceId,DatabaseGuid,UserADObjectGuid,PartitionEndpointLookupLatency,RoutingStatus`
    .replaceAll('\n', '')
    .split(',')
