/** Entries that a scan worker reads side by side: the lanes of the four-lane hash kernels. */
export const LANES = 4
