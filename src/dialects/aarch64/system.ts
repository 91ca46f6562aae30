/**
 * AArch64's system instructions: the flags as a register, hints, and by their names those that reach beyond what is
 * modelled. Arm ARM (DDI 0487), C3.1.4, C3.2 and C5.2.
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { ULONG } from '../../program/expression.js';
import { allFlags, setAllFlags } from './flag.js';
import { content, NO_VECTORS, register, target } from './operand.js';

function flagsRegister(operands: OperandReader): void {
  const { text } = operands.identifier('a system register, NZCV');
  if (text.toUpperCase() !== 'NZCV') operands.unsupported('of the system registers only NZCV is modelled');
}

/** `MRS t, NZCV` */
const readSystem: InstructionLowering = (emitter, operands) => {
  const t = register(operands, ULONG);
  operands.comma('a system register');
  flagsRegister(operands);
  emitter.set(target(emitter, t), allFlags(emitter));
};

/** `MSR NZCV, t` */
const writeSystem: InstructionLowering = (emitter, operands) => {
  flagsRegister(operands);
  operands.comma('a register');
  setAllFlags(emitter, content(emitter, register(operands, ULONG)));
};

/** A hint says something to the processor and changes nothing: a thread that waits for an event may find it there. */
const hint = (): void => undefined;

/** `BTI c`, `PSB CSYNC`: a hint with a word, which may be left out. */
const wordedHint: InstructionLowering = (_, operands) => {
  if (operands.token !== null) operands.identifier('what it is about');
};

/** `WFET t`: the wait for an event ends at a time at the latest. */
const timedHint: InstructionLowering = (_, operands) => {
  register(operands, ULONG);
};

const numberedHint: InstructionLowering = (_, operands) => {
  operands.immediateWithin(0, 127);
};

/** `PRFM PLDL1KEEP, [n]`: memory may be asked for what no instruction reads. */
const prefetch: InstructionLowering = (_: Emitter, operands: OperandReader) => {
  while (operands.token !== null) operands.next();
};

/** What is refused, by the reason for it. */
const REFUSED: readonly (readonly [why: string, names: readonly string[]])[] = [
  ['memory has no pages here', ['ADRP']],
  [
    'it accesses more than one register at once, and a location has at most 64 bits: use the form of one register, as CAS for CASP',
    [
      ...['LDXP', 'LDAXP', 'STXP', 'STLXP'],
      ...['CASP', 'SWPP', 'LDCLRP', 'LDSETP'].flatMap((name) =>
        ['', 'A', 'L', 'AL'].map((order) => name + order),
      ),
      ...['LD64B', 'ST64B', 'ST64BV'],
    ],
  ],
  ['a reservation ends only by a store-exclusive here', ['CLREX']],
  [
    'limited ordering regions are not modelled: use LDAR and STLR',
    ['LDLAR', 'STLLR'].flatMap((name) => ['', 'B', 'H'].map((size) => name + size)),
  ],
  ['the two accesses of a pair have no order here', ['LDAP', 'LDAPP', 'STLP', 'LDIAPP', 'STILP']],
  ['address translation is not modelled', ['TLBI', 'TLBIP', 'AT']],
  ['instruction fetch is not modelled', ['IC']],
  ['caches are not modelled', ['DC']],
  [
    'no instruction traps here',
    ['UDF', 'BRK', 'HLT', 'SVC', 'HVC', 'SMC', 'ERET', 'DCPS1', 'DCPS2', 'DCPS3'],
  ],
  [
    'addresses have no tags here',
    ['LDG', 'STG', 'ST2G', 'STZG', 'STZ2G', 'LDGM', 'STGM', 'STZGM', 'STGP', 'IRG', 'GMI', 'ADDG', 'SUBG'],
  ],
  [
    'pointers are not signed here',
    [
      ...['PACIA', 'PACIB', 'PACDA', 'PACDB', 'PACIZA', 'PACIZB', 'PACDZA', 'PACDZB', 'PACGA', 'PACIASP'],
      ...['AUTIA', 'AUTIB', 'AUTDA', 'AUTDB', 'AUTIZA', 'AUTIZB', 'AUTDZA', 'AUTDZB', 'AUTIASP'],
      ...['XPACI', 'XPACD', 'XPACLRI'],
      ...['BRAA', 'BRAB', 'BRAAZ', 'BRABZ', 'BLRAA', 'BLRAB', 'BLRAAZ', 'BLRABZ', 'RETAA', 'RETAB'],
    ],
  ],
  [
    NO_VECTORS,
    [
      ...['LD', 'ST'].flatMap((name) => ['1', '2', '3', '4'].map((count) => name + count)),
      ...['LDAP1', 'STL1', 'LD1R', 'FMOV', 'UMOV', 'SMOV', 'MOVI', 'MVNI', 'DUP', 'INS', 'ADDV', 'EOR3'],
    ],
  ],
];

export const SYSTEM: readonly (readonly [string, InstructionLowering])[] = [
  ['MRS', readSystem],
  ['MSR', writeSystem],
  ...['NOP', 'YIELD', 'WFE', 'WFI', 'SEV', 'SEVL', 'DGH'].map((name) => [name, hint] as const),
  // They keep the processor from guesses, of which no final state tells.
  ...['CSDB', 'ESB', 'SB', 'SSBB', 'PSSBB', 'CLRBHB'].map((name) => [name, hint] as const),
  ...['BTI', 'PSB', 'TSB'].map((name) => [name, wordedHint] as const),
  ...['WFET', 'WFIT'].map((name) => [name, timedHint] as const),
  ['HINT', numberedHint],
  ...['PRFM', 'PRFUM'].map((name) => [name, prefetch] as const),
];

/** Not among what a misspelt instruction may mean. */
export const UNSUPPORTED: readonly (readonly [string, InstructionLowering])[] = REFUSED.flatMap(
  ([why, names]) =>
    names.map((name) => [name, (_: Emitter, operands: OperandReader) => operands.unsupported(why)] as const),
);
