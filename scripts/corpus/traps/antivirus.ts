import { named, times, type Trap } from './trap.js'

const PROVIDER = 'Microsoft-Windows-Windows Defender'
const FOUND = [
  ['PUA:Win32/Presenoker', 'file:_C:\\Users\\clerk09\\Downloads\\pdf-converter-setup.exe'],
  ['Virus:DOS/EICAR_Test_File', 'file:_C:\\Temp\\eicar.com'],
  ['Adware:Win32/InstallCore', 'file:_C:\\Users\\clerk22\\Downloads\\toolbar.exe'],
] as const

/** Unwanted software in somebody's downloads, the test file, and the exclusions that Exchange needs. */
export const antivirus: Trap = {
  name: 'antivirus',
  why: 'Findings of an antivirus and new exclusions, none of them near Exchange’s web folders.',
  add(scene, month) {
    for (const time of times(scene, month, 2)) {
      const [threat, path] = scene.logs.random.pick(FOUND)
      const data = named({
        ...{ 'Product Name': 'Windows Defender Antivirus', 'Threat Name': threat, Path: path },
        ...{ 'Severity Name': 'Low', 'Detection User': 'CORPUS-FALLS\\clerk09' },
      })
      scene.event('defender', { time, provider: PROVIDER, id: 1116, data })
      const setting = named({
        'Product Name': 'Windows Defender Antivirus',
        'Old Value': '',
        'New Value':
          'HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Extensions\\edb = 0x0',
      })
      scene.event('defender', { time: time + 1_000, provider: PROVIDER, id: 5007, data: setting })
    }
  },
}
