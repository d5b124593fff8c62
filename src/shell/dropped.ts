import type { ForwardedDrop, ForwardedFile } from './messages.js'

interface FileHandle {
  readonly kind: 'file' | 'directory'
  readonly name: string
  getFile(): Promise<File>
  values(): AsyncIterable<FileHandle>
}

type HandleItem = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileHandle | null> }

/**
 * Everything in a drop, folders walked. Must be called inside the drop event: the list is empty
 * afterwards. Chromium on file:// cannot walk entries, so handles come first where they exist.
 */
export async function walkDrop(transfer: DataTransfer): Promise<ForwardedDrop[]> {
  const files = [...transfer.files]
  const items = [...transfer.items].filter((item) => item.kind === 'file') as HandleItem[]
  const handles = items.map((item) => item.getAsFileSystemHandle?.() ?? null)
  const entries = items.map((item) => item.webkitGetAsEntry())

  const loose: ForwardedFile[] = []
  const drops: ForwardedDrop[] = []
  for (let index = 0; index < items.length; index++) {
    const handle = await orNull(handles[index] ?? null)
    const entry = entries[index]
    if (handle?.kind === 'directory') {
      const walked: ForwardedFile[] = []
      await walkHandle(handle, '', walked)
      drops.push({ folder: handle.name, files: walked })
    } else if (!handle && entry?.isDirectory) {
      const walked: ForwardedFile[] = []
      await walkEntry(entry as FileSystemDirectoryEntry, '', walked)
      drops.push({ folder: entry.name, files: walked })
    } else {
      const file = handle ? await handle.getFile() : files[index]
      if (file) loose.push({ path: file.name, file })
    }
  }
  if (items.length === 0) for (const file of files) loose.push({ path: file.name, file })
  if (loose.length > 0) drops.push({ folder: '', files: loose })
  return drops
}

async function orNull<T>(promise: Promise<T> | null): Promise<T | null> {
  try {
    return await promise
  } catch {
    return null
  }
}

async function walkHandle(
  directory: FileHandle,
  prefix: string,
  into: ForwardedFile[],
): Promise<void> {
  for await (const child of directory.values()) {
    const path = prefix + child.name
    if (child.kind === 'directory') await walkHandle(child, `${path}/`, into)
    else into.push({ path, file: await child.getFile() })
  }
}

async function walkEntry(
  directory: FileSystemDirectoryEntry,
  prefix: string,
  into: ForwardedFile[],
): Promise<void> {
  const reader = directory.createReader()
  for (;;) {
    const children = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    // Entries come in portions; an empty one ends the folder.
    if (children.length === 0) return
    for (const child of children) {
      const path = prefix + child.name
      if (child.isDirectory) await walkEntry(child as FileSystemDirectoryEntry, `${path}/`, into)
      else into.push({ path, file: await fileOf(child as FileSystemFileEntry) })
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject)
  })
}
