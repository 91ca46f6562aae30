/**
 * A value out of thin air: one that a read has because another read has it, and that one because the first has it. No write
 * of the test gives it. The Linux-kernel memory model allows that of plain accesses alone, whose races it flags.
 */

/** What stands for such a value: above every value of an integer type. */
export const THIN_AIR = 1n << 70n;

/** How it is spelled. */
export const THIN_AIR_TEXT = 'thin-air';
