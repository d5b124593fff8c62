/**
 * Every way out of a page that is tried. `code` is the body of an async function over
 * `{ base, same, host, token, udpHost, udpPort }`:
 * - base: URL of this channel's own listener, the token in its path
 * - same: URL with the token on the page server (same origin when the page comes from there)
 * - host: a host name with the token in it, with the port of this channel's listener
 * - udpHost, udpPort: this channel's own UDP socket
 */
export interface Channel {
  readonly name: string
  readonly where: 'app' | 'worker'
  readonly code: string
  /** The page may be gone afterwards: run alone, in a page opened for it. */
  readonly navigates?: true
  /** Also tried with the page served over http. */
  readonly core?: true
}

const link = (rel: string, more = '', url = 'base') =>
  `const l = document.createElement('link'); l.rel = '${rel}'; ${more} l.href = ${url}; document.head.append(l)`

const markup = (html: string) => `const d = document.createElement('div'); document.body.append(d);
  d.innerHTML = ${html}`

const anchor = (more: string) =>
  `const a = document.createElement('a'); a.href = base; a.textContent = 'a'; ${more}; document.body.append(a); a.click()`

const form = (more: string) => `const f = document.createElement('form'); f.action = base; ${more};
  const i = document.createElement('input'); i.name = 'data'; i.value = token; f.append(i);
  document.body.append(f); f.submit()`

const ICE = {
  stun: '[{ urls: `stun:${udpHost}:${udpPort}` }]',
  turn: '[{ urls: `turn:${udpHost}:${udpPort}`, username: token, credential: token }]',
  turnTcp:
    '[{ urls: `turn:${new URL(base).host}?transport=tcp`, username: token, credential: token }]',
}

const rtc = (ice: string, from = 'globalThis') => `const scope = ${from};
  const pc = new scope.RTCPeerConnection({ iceServers: ${ice} });
  pc.createDataChannel(token); await pc.setLocalDescription(await pc.createOffer())`

const FRESH_FRAME = `(() => { const f = document.createElement('iframe'); document.body.append(f);
  return f.contentWindow })()`

const attribute = (how: string) => `const l = document.createElement('link'); ${how};
  document.head.append(l)`

const APP: readonly Omit<Channel, 'where'>[] = [
  { name: 'fetch', core: true, code: 'await fetch(base)' },
  {
    name: 'fetch keepalive',
    code: "await fetch(base, { keepalive: true, method: 'POST', body: token })",
  },
  {
    name: 'fetch no-cors',
    code: "await fetch(base, { mode: 'no-cors', method: 'POST', body: token })",
  },
  { name: 'fetch to a name', core: true, code: 'await fetch(`http://${host}/`)' },
  { name: 'fetchLater', code: 'fetchLater(base, { activateAfter: 0 })' },
  {
    name: 'fetch of a fresh frame',
    code: `await ${FRESH_FRAME}.fetch(base)`,
  },
  {
    name: 'XMLHttpRequest',
    core: true,
    code: "const x = new XMLHttpRequest(); x.open('POST', base); x.send(token)",
  },
  { name: 'WebSocket', core: true, code: "new WebSocket(base.replace('http', 'ws'))" },
  { name: 'WebSocketStream', code: "new WebSocketStream(base.replace('http', 'ws'))" },
  { name: 'EventSource', core: true, code: 'new EventSource(base)' },
  { name: 'sendBeacon', core: true, code: 'navigator.sendBeacon(base, token)' },
  {
    name: 'WebTransport',
    code: 'await new WebTransport(`https://127.0.0.1:${udpPort}/${token}`).ready',
  },
  { name: 'image', core: true, code: 'new Image().src = base' },
  { name: 'image of a name', core: true, code: 'new Image().src = `http://${host}/`' },
  { name: 'image srcset', code: 'new Image().srcset = `${base} 1x`' },
  {
    name: 'input image',
    code: "const i = document.createElement('input'); i.type = 'image'; i.src = base; document.body.append(i)",
  },
  { name: 'markup image', core: true, code: markup('`<img src="${base}">`') },
  {
    name: 'video poster',
    code: "const v = document.createElement('video'); v.poster = base; document.body.append(v)",
  },
  {
    name: 'CSS url, el.style',
    core: true,
    code: 'const d = document.createElement("div"); d.textContent = "d"; document.body.append(d); d.style.backgroundImage = `url(${base})`',
  },
  {
    name: 'CSS url, adopted sheet',
    core: true,
    code: 'const s = new CSSStyleSheet(); s.replaceSync(`html { border-image: url(${base}) 1 }`); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]',
  },
  {
    name: 'CSS url, style element',
    code: 'const s = document.createElement("style"); s.textContent = `body { list-style-image: url(${base}); background-image: url(${base}) }`; document.head.append(s)',
  },
  {
    name: 'CSS import',
    code: 'const s = document.createElement("style"); s.textContent = `@import "${base}";`; document.head.append(s)',
  },
  { name: 'FontFace', core: true, code: 'await new FontFace("f", `url(${base})`).load()' },
  {
    name: '@font-face',
    code: 'const s = new CSSStyleSheet(); s.replaceSync(`@font-face { font-family: g; src: url(${base}) }`); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; const d = document.createElement("div"); d.textContent = "d"; d.style.fontFamily = "g"; document.body.append(d); document.fonts.load("12px g")',
  },
  { name: 'audio', code: 'const a = new Audio(base); a.preload = "auto"; a.load()' },
  {
    name: 'video',
    core: true,
    code: "const v = document.createElement('video'); v.preload = 'auto'; v.src = base; document.body.append(v); v.load()",
  },
  {
    name: 'script element',
    core: true,
    code: "const s = document.createElement('script'); s.src = base; document.head.append(s)",
  },
  {
    name: 'module script element',
    code: "const s = document.createElement('script'); s.type = 'module'; s.src = base; document.head.append(s)",
  },
  { name: 'import()', core: true, code: 'await import(/* @vite-ignore */ base)' },
  { name: 'worker by URL', core: true, code: 'new Worker(same)' },
  { name: 'module worker by URL', code: "new Worker(same, { type: 'module' })" },
  {
    name: 'worker by blob, fetch',
    core: true,
    code: 'new Worker(URL.createObjectURL(new Blob([`fetch(${JSON.stringify(base)})`])))',
  },
  { name: 'SharedWorker', code: 'new SharedWorker(same)' },
  { name: 'service worker', code: 'await navigator.serviceWorker.register(same)' },
  { name: 'worklet', code: 'await CSS.paintWorklet.addModule(base)' },
  { name: 'audio worklet', code: 'await new AudioContext().audioWorklet.addModule(base)' },
  { name: 'cache', code: "await (await caches.open('c')).add(base)" },
  {
    name: 'object',
    core: true,
    code: "const o = document.createElement('object'); o.data = base; document.body.append(o)",
  },
  {
    name: 'embed',
    code: "const e = document.createElement('embed'); e.src = base; document.body.append(e)",
  },
  {
    name: 'iframe',
    core: true,
    code: "const f = document.createElement('iframe'); f.src = base; document.body.append(f)",
  },
  {
    name: 'iframe srcdoc image',
    core: true,
    code: 'const f = document.createElement("iframe"); f.srcdoc = `<img src="${base}">`; document.body.append(f)',
  },
  {
    name: 'iframe about:blank image',
    code: `const w = ${FRESH_FRAME}; const i = w.document.createElement('img'); i.src = base; w.document.body.append(i)`,
  },
  {
    name: 'iframe blob document',
    code: 'const f = document.createElement("iframe"); f.src = URL.createObjectURL(new Blob([`<img src="${base}">`], { type: "text/html" })); document.body.append(f)',
  },
  {
    name: 'SVG image',
    code: "const n = 'http://www.w3.org/2000/svg'; const s = document.createElementNS(n, 'svg'); const i = document.createElementNS(n, 'image'); i.setAttribute('href', base); s.append(i); document.body.append(s)",
  },
  {
    name: 'SVG use',
    code: "const n = 'http://www.w3.org/2000/svg'; const s = document.createElementNS(n, 'svg'); const i = document.createElementNS(n, 'use'); i.setAttribute('href', `${same}#a`); s.append(i); document.body.append(s)",
  },
  {
    name: 'SVG feImage',
    code: "const n = 'http://www.w3.org/2000/svg'; const s = document.createElementNS(n, 'svg'); const f = document.createElementNS(n, 'filter'); f.id = 'fe'; const i = document.createElementNS(n, 'feImage'); i.setAttribute('href', base); f.append(i); s.append(f); document.body.append(s); const d = document.createElement('div'); d.textContent = 'd'; d.style.filter = 'url(#fe)'; document.body.append(d)",
  },
  { name: 'notification icon', code: "new Notification('n', { icon: base })" },
  { name: 'manifest', code: link('manifest') },
  { name: 'icon', code: link('icon') },
  { name: 'link stylesheet', core: true, code: link('stylesheet') },
  { name: 'link prefetch', core: true, code: link('prefetch') },
  { name: 'link preload', core: true, code: link('preload', "l.as = 'image';") },
  { name: 'link modulepreload', code: link('modulepreload') },
  { name: 'link preconnect', core: true, code: link('preconnect') },
  {
    name: 'link preconnect to a name',
    core: true,
    code: link('preconnect', '', '`http://${host}/`'),
  },
  { name: 'link dns-prefetch', code: link('dns-prefetch', '', '`//${host.split(":")[0]}/`') },
  {
    name: 'link, borrowed setAttribute',
    core: true,
    code: attribute(
      "Element.prototype.setAttribute.call(l, 'rel', 'preconnect'); Element.prototype.setAttribute.call(l, 'href', base)",
    ),
  },
  {
    name: 'link, borrowed setAttributeNS',
    code: attribute(
      "Element.prototype.setAttributeNS.call(l, null, 'rel', 'preconnect'); Element.prototype.setAttributeNS.call(l, null, 'href', base)",
    ),
  },
  {
    name: 'link, attribute nodes',
    core: true,
    code: attribute(
      "for (const [n, v] of [['rel', 'preconnect'], ['href', base]]) { const a = document.createAttribute(n); a.value = v; l.attributes.setNamedItem(a) }",
    ),
  },
  {
    name: 'link, borrowed setAttributeNode',
    code: attribute(
      "for (const [n, v] of [['rel', 'preconnect'], ['href', base]]) { const a = document.createAttribute(n); a.value = v; Element.prototype.setAttributeNode.call(l, a) }",
    ),
  },
  { name: 'link in markup', core: true, code: markup('`<link rel="preconnect" href="${base}">`') },
  {
    name: 'link by setHTML',
    core: true,
    code: "const d = document.createElement('div'); document.body.append(d); d.setHTML(`<link rel=\"preconnect\" href=\"${base}\">`, { sanitizer: { elements: [{ name: 'link', attributes: ['rel', 'href'] }] } })",
  },
  {
    name: 'link by DOMParser',
    code: 'const p = new DOMParser().parseFromString(`<link rel="preconnect" href="${base}">`, \'text/html\'); document.head.append(document.adoptNode(p.querySelector(\'link\')))',
  },
  {
    name: 'link by Document.parseHTML',
    code: "const p = Document.parseHTML(`<link rel=\"preconnect\" href=\"${base}\">`, { sanitizer: { elements: ['html', 'head', 'body', { name: 'link', attributes: ['rel', 'href'] }] } }); document.head.append(document.adoptNode(p.querySelector('link')))",
  },
  {
    name: 'link by insertHTML command',
    code: 'const d = document.createElement(\'div\'); d.contentEditable = \'true\'; document.body.append(d); d.focus(); document.execCommand(\'insertHTML\', false, `<img src="${base}"><link rel="preconnect" href="${base}">`)',
  },
  {
    name: 'link in a shadow root',
    code: 'const d = document.createElement(\'div\'); document.body.append(d); d.attachShadow({ mode: \'open\' }).innerHTML = `<link rel="stylesheet" href="${base}">`',
  },
  {
    name: 'document.write',
    code: 'const f = document.createElement("iframe"); document.body.append(f); f.contentDocument.write(`<img src="${base}">`)',
  },
  {
    name: 'speculation rules',
    code: "const s = document.createElement('script'); s.type = 'speculationrules'; s.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [same], eagerness: 'immediate' }] }); document.head.append(s)",
  },
  { name: 'WebRTC STUN', core: true, code: rtc(ICE.stun) },
  { name: 'WebRTC TURN', core: true, code: rtc(ICE.turn) },
  { name: 'WebRTC TURN over TCP', core: true, code: rtc(ICE.turnTcp) },
  { name: 'WebRTC STUN of a fresh frame', core: true, code: rtc(ICE.stun, FRESH_FRAME) },
  { name: 'WebRTC TURN over TCP of a fresh frame', code: rtc(ICE.turnTcp, FRESH_FRAME) },
  { name: 'anchor download', navigates: true, code: anchor("a.download = 'x'") },
  { name: 'anchor ping', code: anchor("a.href = '#ping'; a.ping = base") },
  {
    name: 'anchor to a new tab',
    core: true,
    code: anchor("a.target = '_blank'; a.rel = 'opener'"),
  },
  { name: 'window.open', core: true, code: 'window.open(base)' },
  { name: 'window.open noopener', code: "window.open(base, '_blank', 'noopener')" },
  {
    name: 'window.open blank, then location',
    code: "const w = window.open('about:blank'); w.location = base",
  },
  { name: 'window.open of a fresh frame', code: `${FRESH_FRAME}.open(base)` },
  { name: 'form to a new tab', core: true, code: form("f.method = 'post'; f.target = '_blank'") },
  { name: 'form get', navigates: true, code: form("f.method = 'get'") },
  { name: 'form post', core: true, navigates: true, code: form("f.method = 'post'") },
  { name: 'location=', core: true, navigates: true, code: 'location = base' },
  {
    name: 'location= to a name',
    core: true,
    navigates: true,
    code: 'location = `http://${host}/`',
  },
  { name: 'location.replace', navigates: true, code: 'location.replace(base)' },
  {
    name: 'meta refresh',
    core: true,
    navigates: true,
    code: 'const m = document.createElement("meta"); m.httpEquiv = "refresh"; m.content = `0;url=${base}`; document.head.append(m)',
  },
  { name: 'anchor click', core: true, navigates: true, code: anchor('') },
  { name: 'top navigation', navigates: true, code: 'top.location = base' },
  { name: 'navigation.navigate', navigates: true, code: 'navigation.navigate(base)' },
  {
    name: 'SVG anchor',
    navigates: true,
    code: "const n = 'http://www.w3.org/2000/svg'; const s = document.createElementNS(n, 'svg'); const a = document.createElementNS(n, 'a'); a.href.baseVal = base; s.append(a); document.body.append(s); a.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))",
  },
  {
    name: 'SVG anchor, setAttribute',
    navigates: true,
    code: "const n = 'http://www.w3.org/2000/svg'; const s = document.createElementNS(n, 'svg'); const a = document.createElementNS(n, 'a'); a.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', base); s.append(a); document.body.append(s); a.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))",
  },
  { name: 'anchor to _top', navigates: true, code: anchor("a.target = '_top'") },
  {
    name: 'javascript: URL',
    navigates: true,
    code: 'location = `javascript:void(new Image().src=${JSON.stringify(base)})`',
  },
]

const WORKER: readonly Omit<Channel, 'where'>[] = [
  { name: 'worker: fetch', core: true, code: 'await fetch(base)' },
  { name: 'worker: fetch to a name', core: true, code: 'await fetch(`http://${host}/`)' },
  {
    name: 'worker: XMLHttpRequest',
    core: true,
    code: "const x = new XMLHttpRequest(); x.open('POST', base, false); x.send(token)",
  },
  { name: 'worker: WebSocket', core: true, code: "new WebSocket(base.replace('http', 'ws'))" },
  { name: 'worker: EventSource', code: 'new EventSource(base)' },
  {
    name: 'worker: WebTransport',
    code: 'await new WebTransport(`https://127.0.0.1:${udpPort}/${token}`).ready',
  },
  { name: 'worker: importScripts', core: true, code: 'importScripts(base)' },
  { name: 'worker: import()', core: true, code: 'await import(/* @vite-ignore */ base)' },
  { name: 'worker: nested by URL', code: 'new Worker(same)' },
  {
    name: 'worker: nested by blob, fetch',
    core: true,
    code: 'new Worker(URL.createObjectURL(new Blob([`fetch(${JSON.stringify(base)})`])))',
  },
  { name: 'worker: FontFace', code: 'await new FontFace("f", `url(${base})`).load()' },
  { name: 'worker: cache', code: "await (await caches.open('c')).add(base)" },
  { name: 'worker: WebRTC', code: rtc(ICE.stun) },
]

export const CHANNELS: readonly Channel[] = [
  ...APP.map((channel) => ({ ...channel, where: 'app' as const })),
  ...WORKER.map((channel) => ({ ...channel, where: 'worker' as const })),
]

/** Whether the channel asks for a name, which needs a name server that belongs to the test. */
export function asksNames(channel: Channel): boolean {
  return channel.code.includes('${host')
}

/** Whether the channel sends datagrams. */
export function sendsUdp(channel: Channel): boolean {
  return channel.code.includes('udpPort')
}

/** What one channel is run with; see the head of this file. */
export interface Aim {
  readonly base: string
  readonly same: string
  readonly host: string
  readonly token: string
  readonly udpHost: string
  readonly udpPort: number
}

/** Source text of an object literal: name → async function over an Aim. */
export function channelTable(where: Channel['where']): string {
  const entries = CHANNELS.filter((channel) => channel.where === where).map(
    ({ name, code }) =>
      `${JSON.stringify(name)}: async ({ base, same, host, token, udpHost, udpPort }) => { ${code} }`,
  )
  return `{\n${entries.join(',\n')}\n}`
}
