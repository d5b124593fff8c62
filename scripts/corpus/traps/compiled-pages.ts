import { compactDate } from '../dates.js'
import { times, type Trap } from './trap.js'

const FOLDER = 'C/Windows/Microsoft.NET/Framework64/v4.0.30319/Temporary ASP.NET Files'
const PAGES = [
  ['owa', '/owa/auth/logon.aspx', 'logon.aspx'],
  ['owa', '/owa/auth/errorfe.aspx', 'errorfe.aspx'],
  ['ecp', '/ecp/default.aspx', 'default.aspx'],
  ['ecp', '/ecp/error.aspx', 'error.aspx'],
] as const

/** Exchange's own pages, compiled anew after each restart. */
export const compiledPages: Trap = {
  name: 'compiled-pages',
  why: 'Names of random letters, and code that the web server wrote, in a folder that attackers use too.',
  add(scene, month) {
    for (const time of times(scene, month, 1))
      for (const [site, url, file] of PAGES) {
        const hash = scene.logs.random.hex(1).slice(0, 8)
        const note = `<?xml version="1.0" encoding="utf-8"?>\r\n<preserve resultType="3" virtualPath="${url}" hash="1" filehash="2" flags="110000" assembly="App_Web_${hash}" type="ASP.page">\r\n    <filedeps>\r\n        <filedep name="${url}" />\r\n    </filedeps>\r\n</preserve>`
        const folder = `${FOLDER}/${site}/${compactDate(time)}/5d0e77a1`
        scene.logs.file(`${folder}/${file}.${hash}.compiled`, note, 1)
      }
  },
}
