export const TOOL_VERSION = '0.1.0'
/** Version of detections, builds and baseline together; a change of any changes it. */
export const RULES_VERSION = '2026.11'
export const ATTACK_VERSION = 'ATT&CK v16'
/** An archive that holds this at its top is made up; all that is made from it says so. */
export const DEMO_MARKER_PATH = 'DEMO.txt'
