/** Tokens and value types of Microsoft's binary XML, as [MS-EVEN6] 2.2.12 and libevtx lay them down. */
export const TOKEN = {
  end: 0x00,
  openElement: 0x01,
  closeStartTag: 0x02,
  closeEmptyTag: 0x03,
  closeElement: 0x04,
  text: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  characterReference: 0x08,
  entityReference: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  templateInstance: 0x0c,
  substitution: 0x0d,
  optionalSubstitution: 0x0e,
  fragment: 0x0f,
} as const

/** Set where an element has attributes, or where another attribute or piece of text follows. */
export const TOKEN_MORE = 0x40

export const TYPE = {
  none: 0x00,
  string: 0x01,
  ansiString: 0x02,
  int8: 0x03,
  uint8: 0x04,
  int16: 0x05,
  uint16: 0x06,
  int32: 0x07,
  uint32: 0x08,
  int64: 0x09,
  uint64: 0x0a,
  real32: 0x0b,
  real64: 0x0c,
  bool: 0x0d,
  binary: 0x0e,
  guid: 0x0f,
  sizeT: 0x10,
  fileTime: 0x11,
  systemTime: 0x12,
  sid: 0x13,
  hex32: 0x14,
  hex64: 0x15,
  handle: 0x20,
  xml: 0x21,
  /** Ours: text that was put together, in a list beside the values. */
  composed: 0x7f,
} as const

/** Set in the type of a value that is a list of values of the other bits' type. */
export const TYPE_ARRAY = 0x80

export const CHUNK_SIZE = 65_536
/** Fragment header: token, version 1.1, flags. */
export const FRAGMENT_HEADER = 4
/** Token, version, template id, offset of the definition in the chunk. */
export const INSTANCE_HEADER = 10
/** Offset of the next definition, GUID (the template id is its first part), size of what follows. */
export const DEFINITION_HEADER = 24

/** A chunk's bytes, as many as there are; offsets in binary XML are offsets in here. */
export interface ChunkBytes {
  readonly bytes: Uint8Array
  readonly view: DataView
}

export function chunkBytes(bytes: Uint8Array): ChunkBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}
