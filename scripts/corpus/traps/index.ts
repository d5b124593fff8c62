import { addressBook } from './address-book.js'
import { administrators } from './administrators.js'
import { antivirus } from './antivirus.js'
import { archives } from './archives.js'
import { backup } from './backup.js'
import { compiledPages } from './compiled-pages.js'
import { configuration } from './configuration.js'
import { errorPages } from './error-pages.js'
import { exclusions } from './exclusions.js'
import { exportedEvents } from './exported-events.js'
import { forgetfulUser } from './forgetful-user.js'
import { healthMailboxes } from './health-mailboxes.js'
import { loadBalancer } from './load-balancer.js'
import { logRotation } from './log-rotation.js'
import { mailArchive } from './mail-archive.js'
import { microsoftScripts } from './microsoft-scripts.js'
import { mitigations } from './mitigations.js'
import { monitoring } from './monitoring.js'
import { ntlmPairs } from './ntlm-pairs.js'
import { otherApplications } from './other-applications.js'
import { passwordChange } from './password-change.js'
import { registry } from './registry.js'
import { remoteManagement } from './remote-management.js'
import { renamedLogs } from './renamed-logs.js'
import { scanners } from './scanners.js'
import { scheduledTasks } from './scheduled-tasks.js'
import { shellHunters } from './shell-hunters.js'
import { taskFiles } from './task-files.js'
import type { Trap } from './trap.js'
import { updates } from './updates.js'
import { vendorSoftware } from './vendor-software.js'
import { webServerChildren } from './web-server-children.js'

/** THE list. */
export const TRAPS: readonly Trap[] = [
  ...[addressBook, administrators, antivirus, archives, backup, errorPages, forgetfulUser],
  ...[healthMailboxes, loadBalancer, logRotation, microsoftScripts, mitigations, monitoring],
  ...[
    ntlmPairs,
    otherApplications,
    remoteManagement,
    scanners,
    scheduledTasks,
    shellHunters,
    updates,
  ],
  ...[
    webServerChildren,
    vendorSoftware,
    exclusions,
    registry,
    taskFiles,
    compiledPages,
    configuration,
    mailArchive,
    exportedEvents,
    renamedLogs,
    passwordChange,
  ],
]
