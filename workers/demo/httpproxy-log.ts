import { iso } from './dates.js'
import type { Protocol, Proxied, Request } from './request.js'
import { DOMAIN, FQDN, HOST, MAIL_HOST, revisionAt, type Milliseconds } from './server.js'

export const HTTPPROXY_COLUMNS =
  'DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,' +
  'Protocol,UrlHost,UrlStem,ProtocolAction,AuthenticationType,IsAuthenticated,AuthenticatedUser,' +
  'Organization,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,' +
  'ErrorCode,Method,ProxyAction,TargetServer,TargetServerVersion,RoutingType,RoutingHint,' +
  'BackEndCookie,ServerLocatorHost,ServerLocatorLatency,RequestBytes,ResponseBytes,' +
  'TargetOutstandingRequests,AuthModulePerfContext,HttpPipelineLatency,' +
  'CalculateTargetBackEndLatency,GlsLatencyBreakup,TotalGlsLatency,AccountForestLatencyBreakup,' +
  'TotalAccountForestLatency,ResourceForestLatencyBreakup,TotalResourceForestLatency,ADLatency,' +
  'SharedCacheLatencyBreakup,TotalSharedCacheLatency,ActivityContextLifeTime,' +
  'ModuleToHandlerSwitchingLatency,ClientReqStreamLatency,BackendReqInitLatency,' +
  'BackendReqStreamLatency,BackendProcessingLatency,BackendRespInitLatency,' +
  'BackendRespStreamLatency,ClientRespStreamLatency,KerberosAuthHeaderLatency,' +
  'HandlerCompletionLatency,RequestHandlerLatency,HandlerToModuleSwitchingLatency,ProxyTime,' +
  'CoreLatency,RoutingLatency,HttpProxyOverhead,TotalRequestTime,RouteRefresherLatency,UrlQuery,' +
  'BackEndGenericInfo,GenericInfo,GenericErrors,EdgeTraceId,DatabaseGuid,UserADObjectGuid,' +
  'PartitionEndpointLookupLatency,RoutingStatus'

/** 15.1.2106 as Exchange packs a build into one number. */
const PACKED_BUILD = 1_942_063_162
const DATABASE = 'b41d92aa-0c57-4e0f-8c1e-6a17f5c90e33'

/**
 * Both shapes that real servers write: the bare column line before the block of remarks, or after
 * it. One protocol keeps to one shape.
 */
export function httpProxyHeader(protocol: Protocol, time: Milliseconds): readonly string[] {
  const revision = String(revisionAt(time)).padStart(3, '0')
  const remarks = [
    '#Software: Microsoft Exchange Server',
    `#Version: 15.01.2106.${revision}`,
    '#Log-type: HttpProxy Logs',
    `#Date: ${iso(time)}`,
    `#Fields: ${HTTPPROXY_COLUMNS}`,
  ]
  return protocol === 'Ews' || protocol === 'Ecp'
    ? [HTTPPROXY_COLUMNS, ...remarks]
    : [...remarks, HTTPPROXY_COLUMNS]
}

export function httpProxyRow(request: Request, proxied: Proxied, requestId: string): string {
  const { time, taken } = request
  const ends = iso(time)
  const begins = iso(time - taken)
  const sent = proxied.backEndStatus !== ''
  const authenticated = request.user !== '' && request.status !== 401
  const info =
    `BeginRequest=${begins};CorrelationID=<empty>;` +
    (sent
      ? `ProxyState-Run=None;FEAuth=BEVersion-${String(PACKED_BUILD)};BeginGetResponse=${begins};` +
        `OnResponseReady=${ends};EndGetResponse=${ends};ProxyState-Complete=ProxyResponseData;` +
        'SharedCacheGuard=0;'
      : '') +
    `${proxied.info}EndRequest=${ends};`
  const route = sent ? `|RoutingDB:${DATABASE}` : ''
  return (
    `${ends},${requestId},15,1,2106,${String(revisionAt(time))},,${proxied.protocol},` +
    `${request.client.startsWith('10.') ? FQDN : MAIL_HOST},${request.stem},,` +
    `${proxied.authentication},${String(authenticated)},${authenticated ? request.user : ''},` +
    `${authenticated ? DOMAIN : ''},${proxied.anchor},${request.agent.replaceAll(',', ' ')},` +
    `${request.client},${HOST},${String(request.status)},${proxied.backEndStatus},` +
    `${proxied.errorCode},${request.method},${sent ? proxied.action : ''},` +
    `${sent ? FQDN : ''},${sent ? '15.01.2106.000' : ''},${sent ? 'IntraForest' : ''},` +
    `${proxied.routingHint},,,,${String(200 + (taken % 317))},${String(300 + ((taken * 7) % 911))},` +
    `,,0,1,,0,,0,,0,0,,0,${String(taken)},0,0,1,1,${String(taken)},0,0,0,0,0,${String(taken)},0,` +
    `${String(taken)},3,4,4,${String(taken)},,${request.query ? `?${request.query}` : ''},,${info},` +
    `,,${route},,,CafeV1`
  )
}
