/** The accesses that an instruction makes, as the rules see them; worked out once for each place of a thread's code. */

import type { Access } from '../models/model.js';
import type { Instruction } from '../program/program.js';
import type { Instance } from './window.js';

/** By the instance that an instruction becomes: a read, a read whose write does not follow, a write, both at once. */
export interface Accesses {
  readonly reading: readonly Access[];
  readonly failing: readonly Access[];
  readonly writing: readonly Access[];
  readonly both: readonly Access[];
}

const NONE: readonly Access[] = [];

/** The accesses of an instruction. */
export function accessesIn(instruction: Instruction): Accesses {
  const read = readAccess(instruction);
  const write = writeAccess(instruction);
  const reading = read === null ? NONE : [read];
  const writing = write === null ? NONE : [write];
  return {
    reading,
    writing,
    both: [...reading, ...writing],
    failing: failingAccesses(instruction) ?? reading,
  };
}

/** What a read-modify-write is that fails, where that is not its read; null where it is. */
function failingAccesses(instruction: Instruction): readonly Access[] | null {
  if (instruction.kind !== 'update') return null;
  // One that looks first fails as a plain read.
  if (instruction.looksFirst) return [PLAIN_READ];
  if (!failsWithoutRelease(instruction)) return null;
  const order = instruction.readOrder === 'release' ? 'plain' : 'acquire';
  const half = { ...PLAIN_READ, partner: 'plain' } as const;
  return [
    { ...half, order },
    { ...half, kind: 'write' },
  ];
}

/**
 * Whether a read-modify-write in one instruction releases only where it writes, and is in all else what it would be if it wrote:
 * AMOCAS (ISA manual vol. I, "Zacas").
 */
export function failsWithoutRelease(instruction: Instruction): boolean {
  if (instruction.kind !== 'update' || instruction.loop || instruction.condition === null) return false;
  return instruction.readOrder === 'release' || instruction.readOrder === 'acquire-release';
}

/** Those of an instance; none for what accesses no memory. */
export function accessesOf(accesses: Accesses, instance: Instance): readonly Access[] {
  switch (instance.kind) {
    case 'read':
      return instance.role === 'fails' ? accesses.failing : accesses.reading;
    case 'write':
      return accesses.writing;
    case 'update':
      return accesses.both;
    default:
      return NONE;
  }
}

/** A plain load. */
export const PLAIN_READ: Access = {
  kind: 'read',
  order: 'plain',
  partner: null,
  exclusive: false,
  noReturn: false,
};

function readAccess(instruction: Instruction): Access | null {
  switch (instruction.kind) {
    case 'update': {
      const { readOrder: order, writeOrder, noReturn, loop: exclusive, bare } = instruction;
      return { kind: 'read', order, partner: bare ? null : writeOrder, exclusive, noReturn };
    }
    case 'read':
      return { ...PLAIN_READ, order: instruction.order, exclusive: instruction.exclusive };
    default:
      return null;
  }
}

function writeAccess(instruction: Instruction): Access | null {
  switch (instruction.kind) {
    case 'update': {
      const { writeOrder: order, readOrder, loop: exclusive, bare } = instruction;
      return { kind: 'write', order, partner: bare ? null : readOrder, exclusive, noReturn: false };
    }
    case 'write':
    case 'store-conditional': {
      const { order } = instruction;
      const exclusive = instruction.kind === 'store-conditional';
      return { kind: 'write', order, partner: null, exclusive, noReturn: false };
    }
    default:
      return null;
  }
}
