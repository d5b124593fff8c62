/** An export of the kernels' module; a kernel's own file says what it takes. */
export type Kernel = (...numbers: number[]) => number

/** The kernels' exports and their memory, for the files of this folder: nobody else knows addresses. */
export interface KernelModule {
  readonly exports: Readonly<Record<string, Kernel>>
  readonly memory: WebAssembly.Memory
  /** The whole memory. Ask anew after every call that may take memory: growing detaches the view. */
  bytes(): Uint8Array
  /** Address of `length` bytes that stay, on a boundary of 16. Throws RangeError when memory is out. */
  allocate(length: number): number
}
