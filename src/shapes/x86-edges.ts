/** The edges of x86 (diy7's names): MFENCE and its like, XCHG. Dependencies order nothing there that is not ordered anyway. */
import { invariant } from '../text/invariant.js';
import { PO, type Vocabulary } from './vocabulary.js';
import { type AssemblyStyle, styleObjection, writeAssembly } from './write-assembly.js';

const NAMES = ['AX', 'BX', 'CX', 'DX', 'SI', 'DI'] as const;

function unused(): never {
  invariant(false, 'x86 has neither addresses in registers nor dependencies here');
}

/** What no test of x86 needs, since it is refused before. */
const NONE = { indexed: () => null, pointer: unused, zero: unused, plus: unused, branch: unused } as const;

/** Intel's order of operands. */
const INTEL: AssemblyStyle = {
  ...NONE,
  first: 0,
  most: NAMES.length - 1,
  data: (register) => `E${NAMES[register]}`,
  address: null,
  constant: (register, value) => `MOV ${register},$${value}`,
  read: (_annotation, target, address) => [`MOV ${target},[${address}]`],
  write: (_annotation, source, address) => [`MOV [${address}],${source}`],
  immediate: (value) => `$${value}`,
  updates: { exchange: ({ target, address }) => [`XCHG [${address}],${target}`] },
};

/** The order of operands of AT&T. */
const ATT: AssemblyStyle = {
  ...NONE,
  first: 0,
  most: NAMES.length - 1,
  data: (register) => `%e${NAMES[register].toLowerCase()}`,
  observed: (register) => `r${NAMES[register].toLowerCase()}`,
  address: null,
  constant: (register, value) => `movl $${value},${register}`,
  read: (_annotation, target, address) => [`movl (${address}),${target}`],
  write: (_annotation, source, address) => [`movl ${source},(${address})`],
  immediate: (value) => `$${value}`,
  updates: { exchange: ({ target, address }) => [`xchgl ${target},(${address})`] },
};

function edgesOf(dialect: 'X86' | 'X86_64'): Vocabulary {
  const style = dialect === 'X86' ? INTEL : ATT;
  return {
    dialect,
    edges: [
      PO,
      {
        kind: 'fence',
        code: 'MFENCE',
        before: 'rw',
        after: 'rw',
        edge: 'MFence',
        name: 'mfence',
        aliases: ['mb', 'fence'],
      },
      {
        kind: 'fence',
        code: 'SFENCE',
        before: 'w',
        after: 'w',
        edge: 'SFence',
        name: 'sfence',
        aliases: ['wmb'],
      },
      {
        kind: 'fence',
        code: 'LFENCE',
        before: 'r',
        after: 'r',
        edge: 'LFence',
        name: 'lfence',
        aliases: ['rmb'],
      },
      { kind: 'rmw', update: 'exchange', edge: 'Rmw', name: 'rmw', aliases: ['xchg'] },
    ],
    annotations: [],
    usual: { edge: 'P', name: 'p' },
    refused: [
      {
        pattern: /^(?:acq|rel)/,
        why: "accesses carry no order on x86, where each is an acquire or a release already; 'po' says the same",
      },
      {
        pattern: /^(?:addr|data|ctrl)/,
        why: "x86 orders two accesses that the one depends on anyway; 'po' says the same",
      },
    ],
    objection: (cycle) => styleObjection(cycle, style),
    write: (cycle, accesses) => writeAssembly(cycle, accesses, style),
  };
}

export const X86_EDGES = edgesOf('X86');
export const X86_64_EDGES = edgesOf('X86_64');
