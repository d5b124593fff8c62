// State block of one Deflate stream (RFC 1951): everything that goes from one call to the next, so
// that several streams are inflated at once. Offsets are from the block's address.
//
//   BITS            u64: bits read and not used, the next one lowest; above BIT_COUNT all are zero
//   BIT_COUNT       u32
//   MODE            u32: what comes next, one of the modes below
//   HISTORY         u32: bytes put out before this call that a distance may reach, at most 32 KiB
//   CONSUMED        u32: bytes taken in by the last call
//   PRODUCED        u32: bytes put out by the last call
//   LAST            u32: 1 in the last block
//   REMAINING       u32: bytes left of a stored block or a match; bits to skip at a start
//   DISTANCE        u32: of the match under way
//   LITERAL_CODES   u32: HLIT + 257
//   DISTANCE_CODES  u32: HDIST + 1
//   LENGTH_CODES    u32: HCLEN + 4
//   LENGTHS_READ    u32: lengths of the header under way that are read
//   TABLES_FIXED    u32: 1 where the tables are those of fixed blocks
//   LENGTHS         320 u8: lengths of the literal codes, of the distance codes behind them
//   CODE_LENGTHS    32 u8: lengths of the codes for code lengths
//   LITERALS        table of literals and lengths, see inflate-tables.ts
//   DISTANCES       table of distances; of code lengths while a header is read

export const BITS: usize = 0
export const BIT_COUNT: usize = 8
export const MODE: usize = 12
export const HISTORY: usize = 16
export const CONSUMED: usize = 20
export const PRODUCED: usize = 24
export const LAST: usize = 28
export const REMAINING: usize = 32
export const DISTANCE: usize = 36
export const LITERAL_CODES: usize = 40
export const DISTANCE_CODES: usize = 44
export const LENGTH_CODES: usize = 48
export const LENGTHS_READ: usize = 52
export const TABLES_FIXED: usize = 56
export const LENGTHS: usize = 64
export const CODE_LENGTHS: usize = 384
export const LITERALS: usize = 416
/** At most 143 second tables of 16: each serves two codes or more of the 286. */
export const DISTANCES: usize = LITERALS + (2048 + 143 * 16) * 4
/** At most 15 second tables of 128: each serves two codes or more of the 30. */
export const STATE_SIZE: usize = DISTANCES + (256 + 15 * 128) * 4

export const WINDOW: u32 = 32768

export const MODE_SKIP: u32 = 0
export const MODE_BLOCK: u32 = 1
export const MODE_STORED_LENGTH: u32 = 2
export const MODE_STORED: u32 = 3
export const MODE_COUNTS: u32 = 4
export const MODE_CODE_LENGTHS: u32 = 5
export const MODE_LENGTHS: u32 = 6
export const MODE_SYMBOL: u32 = 7
export const MODE_DISTANCE: u32 = 8
export const MODE_MATCH: u32 = 9
export const MODE_ENDED: u32 = 10
/** An error's number is the mode that the stream stays in from then on. */
export const FIRST_ERROR: u32 = 16

export const BAD_BLOCK_TYPE: u32 = 16
export const BAD_STORED_LENGTH: u32 = 17
export const TOO_MANY_CODES: u32 = 18
export const BAD_CODE_LENGTHS: u32 = 19
export const BAD_REPEAT: u32 = 20
export const NO_END_CODE: u32 = 21
export const BAD_LITERAL_LENGTHS: u32 = 22
export const BAD_DISTANCE_LENGTHS: u32 = 23
export const BAD_LITERAL_CODE: u32 = 24
export const BAD_DISTANCE_CODE: u32 = 25
export const DISTANCE_TOO_FAR: u32 = 26

/** What a step of the stream says to the loop around it; the rest are results of `inflate`. */
export const GO_ON: u32 = 0
export const NEEDS_INPUT: u32 = 1
export const OUTPUT_FULL: u32 = 2
export const ENDED: u32 = 3
export const AT_BLOCK: u32 = 4
