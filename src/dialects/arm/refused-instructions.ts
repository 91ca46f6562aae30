/** Instructions of 32-bit Arm that are refused by name, and why. */

const ORDERS: readonly string[] = ['IA', 'IB', 'DA', 'DB', 'FD', 'FA', 'ED', 'EA'];

const REASONS: readonly (readonly [why: string, names: readonly string[]])[] = [
  [
    'it accesses several words, which are read one by one here; write an LDR or STR for each',
    [
      ...['LDRD', 'STRD', 'LDREXD', 'STREXD', 'PUSH', 'POP', 'LDM', 'STM'],
      ...ORDERS.flatMap((order) => [`LDM${order}`, `STM${order}`]),
    ],
  ],
  [
    'it is of Armv8, not of ARMv7; the AArch64 dialect has such accesses',
    ['LDA', 'LDAEX', 'STL', 'STLEX'].flatMap((name) => ['', 'B', 'H', 'D'].map((width) => name + width)),
  ],
  ['no swap in one instruction is modelled; write LDREX and STREX', ['SWP', 'SWPB']],
  ['that a reservation is given up is not modelled', ['CLREX']],
  ['coprocessors are not modelled; a barrier is DMB, DSB or ISB', ['MCR', 'MRC', 'MCRR', 'MRRC', 'CDP']],
  ['the status register is not modelled as a whole', ['MRS', 'MSR', 'CPS', 'CPSID', 'CPSIE', 'SETEND']],
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
