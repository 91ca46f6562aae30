/**
 * What the events of assembly are called in the cat language, dialect by dialect, as herd7 calls them (herd/*Arch_herd.ml), and
 * what the dialect's manual says of dependencies. A set that is not here has no event of the dialect in it.
 */
import type { Program } from '../program/program.js';
import { isRead, isWrite, type MachineMarks, type PathEvent } from './path.js';

/** What an instruction set says of dependencies through what a store-conditional and a compare-and-swap leave in a register. */
export interface DependencyRules {
  /** Whether who uses the status of a store-conditional that succeeded depends on its write. */
  readonly statusIsWritten: boolean;
  /** Whether a compare-and-swap that succeeded leaves what it compared with, by a choice that its read decides. */
  readonly comparesByChoice: boolean;
  /**
   * Whether a compare-and-swap that fails is an atomic operation to the rules all the same, but for its release: it depends on what
   * it compares with and on what it would have written.
   */
  readonly failsAsAtomic: boolean;
}

/** Whether an event, whose marks these are, is in a set. */
type Holds = (event: PathEvent, marks: MachineMarks) => boolean;

/** How the cat language speaks about a dialect. */
export interface MachineEvents {
  readonly rules: DependencyRules;
  readonly sets: Readonly<Record<string, Holds>>;
  /** Whether an atomic instruction is one event, which reads and writes, rather than two. */
  readonly atomicsAreOne: boolean;
  /** The set that an instruction's name for a fence stands for; null for none. */
  readonly fenceSet: (name: string) => string | null;
}

const isAcquire: Holds = (event, { order }) => isRead(event) && order === 'acquire';
const isRelease: Holds = (event, { order }) => isWrite(event) && order === 'release';
const isAtomic: Holds = (_, { atomic }) => atomic !== null;

/** What all dialects have. */
const COMMON: MachineEvents['sets'] = {
  M: (event) => isRead(event) || isWrite(event),
  R: isRead,
  W: isWrite,
  F: ({ role }) => role === 'fence',
  AMO: (_, { atomic }) => atomic === 'instruction',
  X: isAtomic,
  // Every access is one that the program makes; none comes with another one.
  Exp: (event) => isRead(event) || isWrite(event),
};

const X86: MachineEvents = {
  rules: { statusIsWritten: false, comparesByChoice: false, failsAsAtomic: false },
  sets: COMMON,
  atomicsAreOne: false,
  fenceSet: (name) => name.toUpperCase(),
};

/** The dialects, by name. */
export const MACHINE_EVENTS: ReadonlyMap<string, MachineEvents> = new Map<string, MachineEvents>([
  [
    'AArch64',
    {
      // Arm ARM DDI 0487, B2.3: no dependency goes through the status of a store-exclusive; C6.2, CAS.
      rules: { statusIsWritten: false, comparesByChoice: true, failsAsAtomic: false },
      sets: {
        ...COMMON,
        A: isAcquire,
        Q: (event, { order }) => isRead(event) && order === 'acquire-pc',
        L: isRelease,
        NoRet: (_, { noReturn }) => noReturn,
      },
      atomicsAreOne: false,
      fenceSet: (name) => name.toUpperCase().replace(' ', '.'),
    },
  ],
  [
    'RISCV',
    {
      // ISA manual vol. I, Zacas: one that fails is an AMO to the rules of preserved program order.
      rules: { statusIsWritten: true, comparesByChoice: false, failsAsAtomic: true },
      sets: {
        ...COMMON,
        // A store may carry .aq, and a load .rl.
        Acq: (_, { order }) => order === 'acquire',
        Rel: (_, { order }) => order === 'release',
        AcqRel: (_, { order }) => order === 'acquire-release',
        EX: (_, { atomic }) => atomic === 'exclusive',
      },
      atomicsAreOne: true,
      fenceSet: (name) => `F${name.slice(1).replace(/[ ,]/g, '.')}`,
    },
  ],
  [
    'PPC',
    {
      rules: { statusIsWritten: false, comparesByChoice: false, failsAsAtomic: false },
      sets: COMMON,
      atomicsAreOne: false,
      fenceSet: (name) => name.toUpperCase(),
    },
  ],
  [
    'ARM',
    {
      rules: { statusIsWritten: false, comparesByChoice: false, failsAsAtomic: false },
      sets: COMMON,
      atomicsAreOne: false,
      // Whom a barrier is for makes no difference: `DMB ISHST` is in DMB.ST, `DSB` and `DSB SY` in DSB.
      fenceSet: (name) =>
        name.toUpperCase().replace(/ ([A-Z]*?)(?:SY)?(ST)?$/, (_, __, st) => (st ? '.ST' : '')),
    },
  ],
  ['X86', X86],
  ['X86_64', X86],
  ['SPARC', X86],
]);

/** Whether a program is of instructions that have events here, or of C, which has those of the kernel's model. */
export function hasEvents({ instructions }: Program): boolean {
  return instructions === null || MACHINE_EVENTS.has(instructions);
}
