import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { EventBatch } from '../../../src/model/event-table.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { EventSink } from '../../../workers/event-sink.js'
import { evtx } from '../../../workers/parsers/evtx.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { MemoryInput } from '../parsers/memory-input.js'

const evidence = `${
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../shared/data', import.meta.url))
}/evtx`
const kernels = await loadKernels()

/**
 * What is to be said of events that real machines logged: attacks of a laboratory, regression samples of
 * Sigma’s rules, ordinary logs. Of files that are not listed here, nothing.
 */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'attack-samples/DE_104_system_log_cleared.evtx': ['PX-14 low'],
  'attack-samples/LM_PowershellRemoting_sysmon_1_wsmprovhost.evtx': ['PX-20 low'],
  'attack-samples/LM_Remote_Service02_7045.evtx': ['PX-15 high', 'PX-15 medium'],
  'attack-samples/LM_typical_IIS_webshell_sysmon_1_10_traces.evtx': ['PX-01 critical'],
  'attack-samples/System_7045_namedpipe_privesc.evtx': ['PX-15 high'],
  'attack-samples/kerberos_pwd_spray_4771.evtx': ['PX-14 low'],
  'attack-samples/privexchange_dirkjan.evtx': ['PX-11 high'],
  'mitre/ID104-1102-Event log cleared.evtx': ['PX-14 low'],
  'mitre/ID4688-Certutil download.evtx': ['PX-14 low', 'PX-20 low'],
  'mitre/ID4756-Exchange admin group change.evtx': ['PX-11 low'],
  'mitre/ID6-Failed to install an Exchange transport agent.evtx': ['WF-07 low'],
  'mitre/ID7045-Random service installation.evtx': ['PX-14 low', 'PX-15 medium'],
  'omerbenamram/2-vss_7-System.evtx': ['PX-18 low'],
  'omerbenamram/MSExchange_Management_wec.evtx': ['PX-12 low'],
  'omerbenamram/new-user-security.evtx': ['PX-11 low'],
  'omerbenamram/security_bad_string_cache.evtx': ['PX-11 low'],
  'sigma-regression/proc_creation_win_certutil_download_direct_ip.evtx': ['PX-20 low'],
  'sigma-regression/proc_creation_win_certutil_encode.evtx': ['PX-20 low'],
  'sigma-regression/proc_creation_win_certutil_encode_susp_location.evtx': ['PX-20 low'],
  'sigma-regression/proc_creation_win_certutil_ntlm_coercion.evtx': ['PX-20 low'],
  'sigma-regression/proc_creation_win_chcp_codepage_switch.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_cmd_dir_execution.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_cmd_mklink_osk_cmd.evtx': ['PX-16b high'],
  'sigma-regression/proc_creation_win_cmdkey_adding_generic_creds.evtx': ['PX-21 low'],
  'sigma-regression/proc_creation_win_conhost_headless_powershell.evtx': ['PX-21 low'],
  'sigma-regression/proc_creation_win_curl_cookie_hijacking.evtx': ['PX-21 low'],
  'sigma-regression/proc_creation_win_curl_download_direct_ip_exec.evtx': ['PX-20 medium'],
  'sigma-regression/proc_creation_win_curl_download_susp_file_sharing_domains.evtx': ['PX-20 low'],
  'sigma-regression/proc_creation_win_curl_insecure_proxy_or_doh.evtx': ['PX-21 low'],
  'sigma-regression/proc_creation_win_curl_ntlm_hash_leak_attempt.evtx': ['PX-21 low'],
  'sigma-regression/proc_creation_win_dirlister_execution.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_discovery_via_reg_queries.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_driverquery_recon.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_dsquery_domain_trust_discovery.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_dtrace_kernel_dump.evtx': ['PX-06 high'],
  'sigma-regression/proc_creation_win_findstr_gpp_passwords.evtx': [
    'PX-20 medium',
    'PX-21 informational',
  ],
  'sigma-regression/proc_creation_win_findstr_lsass.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_findstr_recon_everyone.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_findstr_recon_pipe_output.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_findstr_security_keyword_lookup.evtx': [
    'PX-21 informational',
  ],
  'sigma-regression/proc_creation_win_finger_execution.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_gpresult_execution.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_hktl_edr_freeze.evtx': ['PX-14b high'],
  'sigma-regression/proc_creation_win_hktl_wsass.evtx': ['PX-06 high'],
  'sigma-regression/proc_creation_win_lolbin_sftp_indirect_cmd_execution.evtx': ['PX-21 low'],
  'sigma-regression/proc_creation_win_lolbin_systemsettingsadminflows_defender_disable.evtx': [
    'PX-14b low',
  ],
  'sigma-regression/proc_creation_win_print_dump_sensitive_files.evtx': ['PX-13 high'],
  'sigma-regression/proc_creation_win_pua_adfind_execution.evtx': ['PX-20 medium'],
  'sigma-regression/proc_creation_win_pua_advanced_ip_scanner.evtx': ['PX-20 low'],
  'sigma-regression/proc_creation_win_pua_advancedrun.evtx': ['PX-21 low'],
  'sigma-regression/proc_creation_win_pua_kdu_driver_tool.evtx': ['PX-14b high'],
  'sigma-regression/proc_creation_win_pua_trufflehog.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_reg_add_run_key.evtx': ['PX-16b medium'],
  'sigma-regression/proc_creation_win_reg_system_language_discovery.evtx': ['PX-21 informational'],
  'sigma-regression/proc_creation_win_registry_special_accounts_hide_user.evtx': ['PX-16b medium'],
  'sigma-regression/proc_creation_win_renamed_binary.evtx': ['PX-20 medium'],
  'sigma-regression/proc_creation_win_renamed_curl.evtx': ['PX-20 medium'],
  'sigma-regression/proc_creation_win_renamed_msdt.evtx': ['PX-20 medium'],
  'sigma-regression/proc_creation_win_sc_stop_service.evtx': ['PX-14b low'],
  'sigma-regression/proc_creation_win_user_shell_folders_registry_modification.evtx': [
    'PX-16b medium',
  ],
  'sigma-regression/proc_creation_win_werfaultsecure_abuse.evtx': ['PX-14b high'],
  'sigma-regression/proc_creation_win_wmic_process_creation.evtx': ['PX-20 low'],
  'velociraptor/Security_1_record.evtx': ['PX-14 low'],
}

/** `id level` of each hit, once. */
async function hitsOf(file: string): Promise<string[]> {
  const found = new Set<string>()
  const deliver = ({ hits }: EventBatch): Promise<void> => {
    for (let at = 0; at < hits.length; at += 3) {
      const detection = DETECTIONS[hits[at + 1] ?? 0]
      const outcome = detection?.outcomes[hits[at + 2] ?? 0]
      found.add(`${detection?.id ?? ''} ${outcome?.level ?? ''}`)
    }
    return Promise.resolve()
  }
  const sink = new EventSink(0, 0, deliver, DETECTIONS, kernels)
  const bytes = new Uint8Array(readFileSync(`${evidence}/${file}`))
  await evtx.parse(new MemoryInput(bytes, { path: file }), sink)
  await sink.finish()
  return [...found].sort()
}

const files = existsSync(evidence)
  ? readdirSync(evidence).flatMap((folder) =>
      readdirSync(`${evidence}/${folder}`).map((name) => `${folder}/${name}`),
    )
  : []

describe.skipIf(files.length === 0)('real event logs (needs evidence folder)', () => {
  it.each(files)('%s', async (file) => {
    expect(await hitsOf(file)).toEqual(SAID[file] ?? [])
  })

  it('holds every file of which something is to be said', () => {
    expect(Object.keys(SAID).filter((file) => !files.includes(file))).toEqual([])
  })
})
