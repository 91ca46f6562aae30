/** Instructions of 32-bit Arm that are refused by name, and why. */

/** Arithmetic that no litmus test is known to use. */
const ARITHMETIC: readonly string[] = [
  ...['ADC', 'SBC', 'RSC', 'ORN', 'RRX', 'MLA', 'MLS', 'UMULL', 'SMULL', 'UMLAL', 'SMLAL', 'SDIV', 'UDIV'],
  ...[
    'UXTB',
    'UXTH',
    'SXTB',
    'SXTH',
    'UBFX',
    'SBFX',
    'BFI',
    'BFC',
    'CLZ',
    'RBIT',
    'REV',
    'REV16',
    'ADR',
    'SEL',
  ],
];

const REASONS: readonly (readonly [why: string, names: readonly string[]])[] = [
  ['it accesses two words at once, and a location has one; write LDREX and STREX', ['LDREXD', 'STREXD']],
  ['there is no stack; write LDM or STM with a base', ['PUSH', 'POP']],
  [
    'it is of Armv8, not of ARMv7; the AArch64 dialect has such accesses',
    ['LDA', 'LDAEX', 'STL', 'STLEX'].flatMap((name) => ['', 'B', 'H', 'D'].map((width) => name + width)),
  ],
  ['no swap in one instruction is modelled; write LDREX and STREX', ['SWP', 'SWPB']],
  ['that a reservation is given up is not modelled', ['CLREX']],
  ['coprocessors are not modelled; a barrier is DMB, DSB or ISB', ['MCR', 'MRC', 'MCRR', 'MRRC', 'CDP']],
  ['the status register is not modelled as a whole', ['MRS', 'MSR', 'CPS', 'CPSID', 'CPSIE', 'SETEND']],
  [
    'of arithmetic there is ADD, SUB, RSB, MUL, AND, ORR, EOR, BIC, MOV, MVN and shifts by a number',
    ARITHMETIC.flatMap((name) => [name, `${name}S`]),
  ],
  ['no instruction traps here', ['SVC', 'SWI', 'HVC', 'SMC', 'BKPT', 'UDF']],
  ['a change of the instruction set is not modelled; write BL or BX', ['BLX', 'BXJ']],
  [
    'there are no registers of vectors or floating point here',
    ['VLDR', 'VSTR', 'VMOV', 'VLD1', 'VST1', 'VLDM', 'VSTM'],
  ],
];

/** The reason by the name. */
export const REFUSED: ReadonlyMap<string, string> = new Map(
  REASONS.flatMap(([why, names]) => names.map((name) => [name, why] as const)),
);
