// Memory behind the kernels' own data. Windows are taken once and stay; blocks of a power of two come
// and go with the entries. Growing the memory moves every view that the host has of it, so the host
// takes blocks only between steps.

const PAGE: usize = 65536
/** Least block: 2 ** 12 bytes. */
const FIRST_CLASS: usize = 12
const CLASSES: usize = 20
/** Address of the first free block of each class, 0 for none; a free block holds the next one's. */
const FREE: usize = memory.data(CLASSES * 4, 16)

let top: usize = (__heap_base + 15) & ~15
let limit: usize = <usize>1 << 30

/** The memory does not grow beyond so many bytes: by default 1 GiB, of which a tab may have 4. */
export function limitHeap(bytes: usize): void {
  limit = bytes
}

/** Address of `bytes` that stay, on a boundary of 16; 0 where the memory cannot grow. */
export function allocate(bytes: usize): usize {
  const at = top
  const end = (at + bytes + 15) & ~15
  if (end < at || end > limit) return 0
  const size = <usize>memory.size() * PAGE
  if (end > size && memory.grow(<i32>((end - size + PAGE - 1) / PAGE)) < 0) return 0
  top = end
  return at
}

/** A block of 2 ** `power` bytes, its content undefined; 0 where the memory cannot grow. */
export function takeBlock(power: usize): usize {
  const slot = FREE + ((power - FIRST_CLASS) << 2)
  const free = <usize>load<u32>(slot)
  if (!free) return allocate(1 << power)
  store<u32>(slot, load<u32>(free))
  return free
}

export function giveBlock(at: usize, power: usize): void {
  const slot = FREE + ((power - FIRST_CLASS) << 2)
  store<u32>(at, load<u32>(slot))
  store<u32>(slot, <u32>at)
}
