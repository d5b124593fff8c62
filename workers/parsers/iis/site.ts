import { familyIndex } from '../../../src/model/families.js'

const FRONT = familyIndex('iis-front')
const BACK = familyIndex('iis-back')
const OTHER = familyIndex('iis-other')

/**
 * Exchange's front end is site 1 on 80 and 443, its back end site 2 on 81 and 444. Either sign makes a
 * row the back end's, since the folder is lost when files are gathered and ports can be changed.
 */
export class SiteFamilies {
  private readonly site: string

  constructor(path: string) {
    this.site = /(?:^|\/)w3svc(\d+)(?=\/)/i.exec(path)?.[1] ?? ''
  }

  /** Index of the family; `port` is -1 where the row states none. */
  of(port: number): number {
    if (this.site === '2' || port === 444 || port === 81) return BACK
    if (this.site === '1' || port === 443 || port === 80) return FRONT
    return OTHER
  }
}
