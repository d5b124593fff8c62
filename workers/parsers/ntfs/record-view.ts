/** What stands at the fixed places of a file record and its attributes (NTFS 3.0 and 3.1). */
export const ATTRIBUTE = {
  standardInformation: 0x10,
  attributeList: 0x20,
  fileName: 0x30,
  objectId: 0x40,
  securityDescriptor: 0x50,
  volumeName: 0x60,
  volumeInformation: 0x70,
  data: 0x80,
  indexRoot: 0x90,
  indexAllocation: 0xa0,
  bitmap: 0xb0,
  reparsePoint: 0xc0,
  eaInformation: 0xd0,
  ea: 0xe0,
  loggedUtilityStream: 0x100,
} as const

/** Sizes that a file record can have; Windows makes the first, and the second on 4Kn disks. */
export const RECORD_SIZES = [1024, 4096] as const
/** The file reference of no file in reach: its index has more than 32 bits. */
export const NO_RECORD = 0xffff_ffff
/** Record of the volume's root folder. */
export const ROOT_RECORD = 5
/** Namespace of a $FILE_NAME that is only the short 8.3 form of another. */
export const DOS_NAME = 2

const FILE_SIGNATURE = 0x454c4946
const BAAD_SIGNATURE = 0x44414142
const END = 0xffff_ffff
const STRIDE = 512
/** Header of a record before the fields of NTFS 3.1, and of a resident attribute. */
const LEAST_HEADER = 0x2a
const LEAST_ATTRIBUTE = 24

/** Index of a file reference, NO_RECORD where it is out of reach. */
export function indexOf(view: DataView, at: number): number {
  return view.getUint16(at + 4, true) === 0 ? view.getUint32(at, true) : NO_RECORD
}

/** Does a file record stand there, by its signature and the places that its header states? */
export function isFileRecord(view: DataView, at: number): boolean {
  if (view.byteLength - at < RECORD_SIZES[0]) return false
  const signature = view.getUint32(at, true)
  if (signature !== FILE_SIGNATURE && signature !== BAAD_SIGNATURE) return false
  const fixups = view.getUint16(at + 4, true)
  const count = view.getUint16(at + 6, true)
  const first = view.getUint16(at + 20, true)
  return (
    fixups >= LEAST_HEADER && count > 1 && fixups + 2 * count <= first && first < RECORD_SIZES[0]
  )
}

/**
 * A file record in a buffer, and one after another its attributes. All places are offsets in the
 * buffer, and lie within the record whatever the record states.
 */
export class RecordView {
  at = 0
  sequence = 0
  links = 0
  flags = 0
  /** Record that this one extends, where it does. */
  base = 0
  baseSequence = 0
  /** A sector of it is of another write than the rest, or Windows marked it so. */
  torn = false
  /** An attribute reaches beyond the record; what comes after it could not be read. */
  damaged = false

  /** Of the attribute that `next` came to. */
  type = 0
  attributeAt = 0
  attributeSize = 0
  isResident = false
  nameAt = 0
  nameUnits = 0
  valueAt = 0
  valueSize = 0

  private end = 0
  private following = 0

  /** `size` bytes of `view` from any `at` that is given to `load` must be there. */
  constructor(
    readonly view: DataView,
    readonly size: number,
  ) {}

  get isInUse(): boolean {
    return (this.flags & 1) !== 0
  }

  get isDirectory(): boolean {
    return (this.flags & 2) !== 0
  }

  /** Holds attributes of another record, for which there was no room there. */
  get isExtension(): boolean {
    return this.base !== 0 || this.baseSequence !== 0
  }

  /** Reads the header and puts back, in place, what the fix-ups hold. False where no record stands. */
  load(at: number): boolean {
    const { view, size } = this
    const signature = view.getUint32(at, true)
    if (signature !== FILE_SIGNATURE && signature !== BAAD_SIGNATURE) return false
    this.at = at
    this.torn = signature === BAAD_SIGNATURE
    this.damaged = false
    this.putBack()
    this.sequence = view.getUint16(at + 16, true)
    this.links = view.getUint16(at + 18, true)
    this.flags = view.getUint16(at + 22, true)
    this.base = indexOf(view, at + 32)
    this.baseSequence = view.getUint16(at + 38, true)
    const used = view.getUint32(at + 24, true)
    this.end = at + (used >= LEAST_HEADER && used <= size ? used : size)
    const first = view.getUint16(at + 20, true)
    this.following = at + first
    if (first < LEAST_HEADER || first >= size || (first & 3) !== 0) this.stop()
    return true
  }

  /** Goes to the next attribute; false at the end. */
  next(): boolean {
    const { view, end, following: at } = this
    if (at + 8 > end) return false
    const type = view.getUint32(at, true)
    if (type === END || type === 0) return false
    const size = view.getUint32(at + 4, true)
    if (size < LEAST_ATTRIBUTE || (size & 7) !== 0 || size > end - at) return this.stop()
    this.type = type
    this.attributeAt = at
    this.attributeSize = size
    this.following = at + size
    this.isResident = view.getUint8(at + 8) === 0
    this.nameUnits = view.getUint8(at + 9)
    const nameOffset = view.getUint16(at + 10, true)
    if (nameOffset + 2 * this.nameUnits > size) return this.stop()
    this.nameAt = at + nameOffset
    this.valueSize = this.isResident ? view.getUint32(at + 16, true) : 0
    const valueOffset = this.isResident ? view.getUint16(at + 20, true) : 0
    if (valueOffset + this.valueSize > size) return this.stop()
    this.valueAt = at + valueOffset
    return true
  }

  private stop(): false {
    this.damaged = true
    this.following = this.end
    return false
  }

  /** The last two bytes of each stride stand in the header; in their place stands the write's number. */
  private putBack(): void {
    const { view, size, at } = this
    const fixups = view.getUint16(at + 4, true)
    const count = view.getUint16(at + 6, true)
    const strides = size / STRIDE
    if (fixups < LEAST_HEADER || count !== strides + 1 || fixups + 2 * count > STRIDE - 2) {
      this.torn = true
      return
    }
    const written = view.getUint16(at + fixups, true)
    for (let stride = 1; stride <= strides; stride++) {
      const place = at + stride * STRIDE - 2
      const found = view.getUint16(place, true)
      const real = view.getUint16(at + fixups + 2 * stride, true)
      if (found === written) view.setUint16(place, real, true)
      // A tool may have put them back before.
      else if (found !== real) this.torn = true
    }
  }
}
