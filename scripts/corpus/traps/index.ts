import { addressBook } from './address-book.js'
import { administrators } from './administrators.js'
import { antivirus } from './antivirus.js'
import { archives } from './archives.js'
import { backup } from './backup.js'
import { errorPages } from './error-pages.js'
import { forgetfulUser } from './forgetful-user.js'
import { healthMailboxes } from './health-mailboxes.js'
import { loadBalancer } from './load-balancer.js'
import { logRotation } from './log-rotation.js'
import { microsoftScripts } from './microsoft-scripts.js'
import { mitigations } from './mitigations.js'
import { monitoring } from './monitoring.js'
import { ntlmPairs } from './ntlm-pairs.js'
import { otherApplications } from './other-applications.js'
import { remoteManagement } from './remote-management.js'
import { scanners } from './scanners.js'
import { scheduledTasks } from './scheduled-tasks.js'
import { shellHunters } from './shell-hunters.js'
import type { Trap } from './trap.js'
import { updates } from './updates.js'

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
]
