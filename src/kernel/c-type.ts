/**
 * C types as the Linux kernel uses them on its 64-bit ports: int has 32 bits, long and pointers have 64. The
 * table of type names is data; structure layouts are in structure.ts.
 *
 * Sources: include/linux/types.h, include/asm-generic/int-ll64.h.
 */

import { INT, type IntegerType, POINTER } from '../program/expression.js';
import { unreachable } from '../text/invariant.js';

/** A C type. `wrapper` is the one field of a type that wraps an integer, as `counter` of atomic_t. */
export type CType =
  | { readonly kind: 'void' }
  | {
      readonly kind: 'integer';
      readonly name: string;
      readonly integer: IntegerType;
      readonly wrapper: string | null;
      /** Whether a test defines it, as a structure with that one member: then the location is named by the member. */
      readonly own?: true;
      /** The names of its bits, by their numbers, where it is a word of flags. */
      readonly flags?: readonly (string | undefined)[];
    }
  | { readonly kind: 'pointer'; readonly to: CType }
  | { readonly kind: 'array'; readonly of: CType; readonly length: number }
  | Structure;

/** A structure. Each is one object, whose fields are known once all types are. */
export interface Structure {
  readonly kind: 'structure';
  readonly name: string;
  readonly fields: readonly Field[];
  /** Of the kernel's own structures only the fields that a test uses exist in its memory. */
  readonly sparse: boolean;
}

/** A structure's field; `offset` is in bytes from the start of the structure. */
export interface Field {
  readonly name: string;
  readonly type: CType;
  readonly offset: number;
}

/** An integer type, or one that wraps an integer. */
export function integer(
  name: string,
  bits: IntegerType['bits'],
  signed: boolean,
  wrapper: string | null = null,
): CType {
  return { kind: 'integer', name, integer: { bits, signed }, wrapper };
}

export const VOID: CType = { kind: 'void' };
export const C_INT: CType = integer('int', 32, true);
export const C_LONG: CType = integer('long', 64, true);
export const C_ULONG: CType = integer('unsigned long', 64, false);
export const ATOMIC: CType = integer('atomic_t', 32, true, 'counter');
const REFCOUNT = integer('refcount_t', 32, true, 'refs');
const ATOMIC64 = integer('atomic64_t', 64, true, 'counter');

/** The address of something of that type. */
export function pointerTo(to: CType): CType {
  return { kind: 'pointer', to };
}

/** Every type name that is not a structure's, with its spellings. */
export const TYPES: ReadonlyMap<string, CType> = new Map<string, CType>([
  ['void', VOID],
  // herd7's type of an instruction; only pointers to it are of use here.
  ['ins_t', VOID],
  ...spell(['bool', '_Bool'], integer('bool', 8, false)),
  ...spell(['char', 'signed char', 's8', '__s8', 'int8_t'], integer('char', 8, true)),
  ...spell(['unsigned char', 'u8', '__u8', 'uint8_t'], integer('unsigned char', 8, false)),
  ...spell(['short', 'short int', 'signed short', 's16', '__s16', 'int16_t'], integer('short', 16, true)),
  ...spell(
    ['unsigned short', 'unsigned short int', 'u16', '__u16', 'uint16_t'],
    integer('unsigned short', 16, false),
  ),
  ...spell(['int', 'signed', 'signed int', 's32', '__s32', 'int32_t', 'pid_t'], C_INT),
  ...spell(
    ['unsigned', 'unsigned int', 'u32', '__u32', 'uint32_t', 'gfp_t'],
    integer('unsigned int', 32, false),
  ),
  ...spell(['long', 'long int', 'signed long', 'signed long int'], C_LONG),
  ...spell(['long long', 'long long int', 'signed long long', 'signed long long int'], C_LONG),
  ...spell(['s64', '__s64', 'int64_t', 'ssize_t', 'intptr_t', 'ptrdiff_t', 'loff_t'], C_LONG),
  ...spell(['unsigned long', 'unsigned long int', 'long unsigned int'], C_ULONG),
  ...spell(['unsigned long long', 'unsigned long long int', 'long long unsigned int'], C_ULONG),
  ...spell(['u64', '__u64', 'uint64_t', 'size_t', 'uintptr_t', 'pgoff_t'], C_ULONG),
  ...spell(['__le16', '__virtio16'], integer('__le16', 16, false)),
  ...spell(['__le32', '__virtio32'], integer('__le32', 32, false)),
  ...spell(['__le64', '__virtio64'], integer('__le64', 64, false)),
  ...spell(['__be16'], integer('__be16', 16, false)),
  ...spell(['__be32'], integer('__be32', 32, false)),
  ...spell(['__be64'], integer('__be64', 64, false)),
  ['atomic_t', ATOMIC],
  ['refcount_t', REFCOUNT],
  ...spell(['atomic_long_t', 'atomic64_t'], ATOMIC64),
  ...spell(['spinlock_t', 'raw_spinlock_t', 'arch_spinlock_t'], integer('spinlock_t', 32, true)),
  // What architectures wrap so that nobody takes it for a number.
  ...(
    [
      ['pte_t', 'pte'],
      ['pmd_t', 'pmd'],
      ['pud_t', 'pud'],
      ['pgprot_t', 'pgprot'],
      ['swp_entry_t', 'val'],
    ] as const
  ).map(([name, member]): [string, CType] => [name, integer(name, 64, false, member)]),
  // What a test need not define to paste a structure or a function that has it.
  ...spell(['blk_status_t'], integer('unsigned char', 8, false)),
  ...spell(['umode_t'], integer('unsigned short', 16, false)),
  ...spell(
    [
      'blk_opf_t',
      'blk_mq_req_flags_t',
      'dev_t',
      'errseq_t',
      'fmode_t',
      'slab_flags_t',
      'uid_t',
      'vm_fault_t',
    ],
    integer('unsigned int', 32, false),
  ),
  ...spell(['ktime_t', 'time64_t', 'off_t'], C_LONG),
  ...spell(['dma_addr_t', 'phys_addr_t', 'sector_t', 'vm_flags_t', 'ino_t'], C_ULONG),
  ...spell(['pteval_t', 'pmdval_t', 'pudval_t'], C_ULONG),
  ['rwlock_t', integer('rwlock_t', 32, true)],
  ...spell(
    ['', '_raw_spinlock', '_spinlock', '_rwlock', '_mutex', '_ww_mutex'].map((lock) => `seqcount${lock}_t`),
    integer('seqcount_t', 32, false, 'sequence'),
  ),
  ['seqcount_latch_t', integer('seqcount_latch_t', 32, false, 'seqcount')],
]);

function spell(names: readonly string[], type: CType): [string, CType][] {
  return names.map((name) => [name, type]);
}

/** The type's size in bytes; `void` counts as one byte in pointer arithmetic, as GNU C has it. */
export function sizeOf(type: CType): number {
  switch (type.kind) {
    case 'void':
      return 1;
    case 'integer':
      return type.integer.bits / 8;
    case 'pointer':
      return 8;
    case 'array':
      return type.length * sizeOf(type.of);
    case 'structure':
      return padded(
        type.fields.reduce((size, field) => Math.max(size, field.offset + sizeOf(field.type)), 0),
        alignmentOf(type),
      );
    default:
      return unreachable(type);
  }
}

/** The number of bytes that an address of the type is a multiple of. */
export function alignmentOf(type: CType): number {
  if (type.kind === 'array') return alignmentOf(type.of);
  if (type.kind === 'structure') return Math.max(1, ...type.fields.map((field) => alignmentOf(field.type)));
  return sizeOf(type);
}

/** The next multiple of an alignment. */
export function padded(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

/** Whether two types are the same. */
export function sameType(left: CType, right: CType): boolean {
  if (left.kind === 'pointer' && right.kind === 'pointer') return sameType(left.to, right.to);
  if (left.kind === 'array' && right.kind === 'array') {
    return left.length === right.length && sameType(left.of, right.of);
  }
  if (left.kind === 'integer' && right.kind === 'integer') return left.name === right.name;
  return left === right || (left.kind === 'void' && right.kind === 'void');
}

/** The integer type in which a value of that C type is held: pointers as unsigned 64 bits, and so is all that decays to one. */
export function integerOf(type: CType): IntegerType {
  if (type.kind === 'integer') return type.integer;
  return type.kind === 'void' ? INT : POINTER;
}

/** The type as a user would write it. */
export function spellType(type: CType): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'integer':
      return type.name;
    case 'pointer': {
      const to = spellType(type.to);
      return to.endsWith('*') ? `${to}*` : `${to} *`;
    }
    case 'array':
      return `${spellType(type.of)}[${type.length}]`;
    case 'structure':
      return type.name;
    default:
      return unreachable(type);
  }
}
