import { times, type Trap } from './trap.js'

const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15'
const APPLICATION_HOST =
  '<?xml version="1.0" encoding="UTF-8"?>\r\n<configuration><system.applicationHost><sites>' +
  `<site name="Default Web Site" id="1"><application path="/"><virtualDirectory path="/" physicalPath="C:\\inetpub\\wwwroot" /></application><application path="/owa" applicationPool="MSExchangeOWAAppPool"><virtualDirectory path="/" physicalPath="${BIN}\\FrontEnd\\HttpProxy\\owa" /></application></site>` +
  '</sites></system.applicationHost><system.webServer><globalModules>' +
  '<add name="UriCacheModule" image="%windir%\\System32\\inetsrv\\cachuri.dll" />' +
  '<add name="RewriteModule" image="%SystemRoot%\\system32\\inetsrv\\rewrite.dll" />' +
  `<add name="kerbauth" image="${BIN}\\Bin\\kerbauth.dll" />` +
  '</globalModules></system.webServer></configuration>'
const WEB_CONFIG =
  '<?xml version="1.0" encoding="utf-8"?>\r\n<configuration><system.web><compilation debug="false" /><httpRuntime maxRequestLength="35000" /></system.web>' +
  '<system.webServer><modules><add name="HttpProxy" type="Microsoft.Exchange.HttpProxy.ProxyModule, Microsoft.Exchange.FrontEndHttpProxy" /></modules></system.webServer></configuration>'
const SITES = ['FrontEnd/HttpProxy/owa', 'FrontEnd/HttpProxy/ecp', 'ClientAccess/Owa']
const EXCHANGE = 'C/Program Files/Microsoft/Exchange Server/V15'

/** IIS keeps each state of its configuration; Exchange's own sites have theirs, and backups of updates. */
export const configuration: Trap = {
  name: 'configuration',
  why: 'Modules, rewrite rules and new virtual directories are a way to stay; these are Exchange’s.',
  add(scene, month) {
    times(scene, month, 1).forEach((time) => {
      const turn = String(Math.floor(time / 86_400_000)).padStart(10, '0')
      const history = `C/inetpub/history/CFGHISTORY_${turn}/applicationHost.config`
      scene.logs.file(history, APPLICATION_HOST, 6)
      for (const site of SITES)
        scene.logs.file(`${EXCHANGE}/${site}/web.config.bak${turn}`, WEB_CONFIG, 2)
    })
  },
}
