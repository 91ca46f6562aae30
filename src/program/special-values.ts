/** Values that are none of an integer type, but above all of them, and how they are spelled. */

/**
 * A value out of thin air: one that a read has because another read has it, and that one because the first has it. No write
 * of the test gives it. The Linux-kernel memory model allows that of plain accesses alone, whose races it flags.
 */
export const THIN_AIR = 1n << 70n;

/** How a value out of thin air is spelled. */
export const THIN_AIR_TEXT = 'thin-air';

/** A value that is still open, in an execution that is decided in part. */
export const OPEN_VALUE = 1n << 71n;

/** How an open value is spelled. */
export const OPEN_VALUE_TEXT = '?';
