/**
 * Final states, whole sets of them, that hang on the finer clauses of Armv8's and RISC-V's models: what an acquire waits for
 * that reads its own atomic, the choices of conditional selects and compare-and-swaps wherever they travel, DSB, LR.rl and
 * SC.aq, and accesses whose address comes from a read. Each set is asked with every reduction and with none.
 */

import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS } from '../../src/window/code.js';

const LIMITS = { states: 1_000_000, milliseconds: 60_000, megabytes: 1024 };

/** The final states of a test, `0 1` and so on, in the order of its `locations`. */
function statesOf(text: string, name: string, reductions = ALL_REDUCTIONS): readonly string[] {
  const { test, diagnostics } = loadTest({ name: 'test.litmus', text });
  const model = MACHINES.find((each) => each.name === name);
  if (test === null || model === undefined)
    throw new Error(JSON.stringify(diagnostics.map((each) => each.code)));
  const result = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }), { reductions });
  expect(result.limit).toBeNull();
  expect(result.deadlocks).toBe(0);
  return result.states.map((state) => state.join(' '));
}

interface Threads {
  readonly init: string;
  readonly threads: readonly (readonly string[])[];
  readonly observed: string;
}

function assembly(dialect: string, { init, threads, observed }: Threads): string {
  const rows = Array.from({ length: Math.max(...threads.map((each) => each.length)) }, (_, row) =>
    threads.map((each) => ` ${each[row] ?? ''}`).join(' |'),
  );
  const head = threads.map((_, thread) => ` P${thread}`).join(' |');
  return `${dialect} test\n{ ${init} }\n${head} ;\n${rows.map((row) => `${row} ;\n`).join('')}locations [${observed}]\nexists (true)\n`;
}

/** x is written, and then y by a release: what P1 reads of x after it has seen y, by the sequence between the two reads. */
function armMessage(between: readonly string[], last = 'LDR W9,[X1]'): string {
  return assembly('AArch64', {
    init: '0:X1=x; 0:X2=y; 1:X1=x; 1:X2=y; 1:X5=z;',
    threads: [
      ['MOV W0,#1', 'STR W0,[X1]', 'STLR W0,[X2]'],
      ['LDR W0,[X2]', ...between, last],
    ],
    observed: '1:X0; 1:X9;',
  });
}

/** P1 orders its read of y before its write of x; P0 reads x and writes y by the sequence, so whether both can be 1 hangs on it. */
function armBuffering(sequence: readonly string[]): string {
  return assembly('AArch64', {
    init: '0:X1=x; 0:X2=y; 0:X3=z; 1:X1=x; 1:X2=y; z=1;',
    threads: [
      ['LDR W0,[X1]', ...sequence],
      ['LDR W0,[X2]', 'DMB SY', 'MOV W4,#1', 'STR W4,[X1]'],
    ],
    observed: '0:X0; 1:X0;',
  });
}

const ALL_FOUR = ['0 0', '0 1', '1 0', '1 1'];
const NOT_STALE = ['0 0', '0 1', '1 1'];
const NOT_BOTH = ['0 0', '0 1', '1 0'];
const SELECT = ['CMP W0,#1', 'MOV W7,#1', 'CSEL W4,W7,W7,EQ'];

const MESSAGES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ...['LDADD W6,W7,[X5]', 'SWP W6,W7,[X5]', 'STADD W6,[X5]', 'CAS WZR,W6,[X5]'].flatMap((atomic) =>
    ['LDAR', 'LDAPR'].map(
      (load) =>
        [
          `an ${load} of what ${atomic} wrote waits for its read, not for its write`,
          ['CBZ W0,L', 'L:', 'MOV W6,#1', atomic, `${load} W8,[X5]`],
          ALL_FOUR,
        ] as const,
    ),
  ),
  [
    'an LDAR of what a store-exclusive wrote waits for its read, not for its write',
    ['CBZ W0,L', 'L:', 'MOV W6,#1', 'LDXR W7,[X5]', 'STXR W8,W6,[X5]', 'LDAR W8,[X5]'],
    ALL_FOUR,
  ],
  [
    'an LDAR of what a releasing atomic wrote waits for that',
    ['CBZ W0,L', 'L:', 'MOV W6,#1', 'SWPL W6,W7,[X5]', 'LDAR W8,[X5]'],
    NOT_STALE,
  ],
  [
    'an ISB after an address that a select chose',
    ['CMP W0,#9', 'CSEL W4,WZR,WZR,EQ', 'LDR W5,[X5,W4,SXTW]', 'ISB'],
    NOT_STALE,
  ],
  [
    'an address that a select chose, without an ISB',
    ['CMP W0,#9', 'CSEL W4,WZR,WZR,EQ', 'LDR W5,[X5,W4,SXTW]'],
    ALL_FOUR,
  ],
  [
    'an ISB after a branch on what a select chose and memory handed on',
    ['CMP W0,#9', 'CSEL W4,WZR,WZR,EQ', 'STR W4,[X5]', 'LDR W6,[X5]', 'CBZ W6,L', 'L:', 'ISB'],
    NOT_STALE,
  ],
];

const BUFFERINGS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['data that a select chose', [...SELECT, 'STR W4,[X2]'], NOT_BOTH],
  ['a choice of a choice', [...SELECT, 'CMP W4,#1', 'CSEL W4,W7,WZR,EQ', 'STR W4,[X2]'], NOT_BOTH],
  [
    'data that a select chose, through memory',
    [...SELECT, 'STR W4,[X3]', 'LDR W5,[X3]', 'STR W5,[X2]'],
    NOT_BOTH,
  ],
  [
    'a choice through memory, then an acquire',
    [...SELECT, 'STR W4,[X3]', 'LDAR W5,[X3]', 'STR W7,[X2]'],
    NOT_BOTH,
  ],
  [
    'a choice through memory, then DMB LD',
    [...SELECT, 'STR W4,[X3]', 'LDR W5,[X3]', 'DMB LD', 'STR W7,[X2]'],
    NOT_BOTH,
  ],
  [
    'a choice through memory that nothing uses',
    [...SELECT, 'STR W4,[X3]', 'LDR W5,[X3]', 'STR W7,[X2]'],
    ALL_FOUR,
  ],
  ['a select into the operand of STADD', [...SELECT, 'STADD W4,[X2]'], NOT_BOTH],
  ['a select into the operand of SWP', [...SELECT, 'SWP W4,W5,[X2]'], NOT_BOTH],
  ['a select into the address of an atomic', [...SELECT, 'CSEL X6,X2,X2,EQ', 'SWP W7,W5,[X6]'], NOT_BOTH],
  [
    'the success of a CAS, through memory to a branch',
    ['MOV W7,#1', 'MOV W8,W0', 'CAS W8,W7,[X3]', 'LDR W5,[X3]', 'CBZ W5,L', 'L:', 'STR W7,[X2]'],
    NOT_BOTH,
  ],
  ['what a select chooses from constants, unused', [...SELECT, 'STR W7,[X2]'], ALL_FOUR],
];

describe('Armv8', () => {
  it.each(MESSAGES)('message passing: %s', (_, between, expected) => {
    const text = armMessage(between);
    expect(statesOf(text, 'armv8')).toEqual(expected);
    expect(statesOf(text, 'armv8', NO_REDUCTIONS)).toEqual(expected);
  });

  it.each(BUFFERINGS)('load buffering: %s', (_, sequence, expected) => {
    const text = armBuffering(sequence);
    expect(statesOf(text, 'armv8')).toEqual(expected);
    expect(statesOf(text, 'armv8', NO_REDUCTIONS)).toEqual(expected);
  });

  it('lets an address from a CAS that succeeded come from what it compared with', () => {
    const text = assembly('AArch64', {
      init: '0:X1=x; 0:X2=y; 1:X1=x; 1:X2=y;',
      threads: [
        ['MOV W0,#1', 'STR W0,[X1]', 'STLR W0,[X2]'],
        ['MOV W3,#1', 'MOV W4,#2', 'CAS W3,W4,[X2]', 'EOR W5,W3,W3', 'LDR W6,[X1,W5,SXTW]'],
      ],
      observed: '1:X3; 1:X6;',
    });
    expect(statesOf(text, 'armv8')).toEqual(ALL_FOUR);
    expect(statesOf(text, 'armv8', NO_REDUCTIONS)).toEqual(ALL_FOUR);
    // One that fails leaves what it read.
    const failing = text.replace('MOV W3,#1', 'MOV W3,#7');
    expect(statesOf(failing, 'armv8')).toEqual(NOT_STALE);
  });

  it.each([
    ['DSB ISHST', ['0 1', '1 0', '1 1']],
    ['DMB ISHST', ALL_FOUR],
    ['DSB ISHLD', ALL_FOUR],
    ['DSB SY', ['0 1', '1 0', '1 1']],
  ])('store buffering with %s', (barrier, expected) => {
    const text = assembly('AArch64', {
      init: '0:X1=x; 0:X2=y; 1:X1=x; 1:X2=y;',
      threads: [
        ['MOV W0,#1', 'STR W0,[X1]', barrier, 'LDR W3,[X2]'],
        ['MOV W0,#1', 'STR W0,[X2]', barrier, 'LDR W3,[X1]'],
      ],
      observed: '0:X3; 1:X3;',
    });
    expect(statesOf(text, 'armv8')).toEqual(expected);
    expect(statesOf(text, 'armv8', NO_REDUCTIONS)).toEqual(expected);
  });

  // Nothing flows through the status of a store-exclusive (DDI 0487, B2.3), no choice either: neither that it succeeded nor that it failed.
  it.each([
    ['x', ['STR W3,[X1]']],
    ['x behind a branch', ['CBNZ W5,L', 'L: STR W3,[X1]']],
    ['x behind a branch and an ISB', ['CBNZ W5,L', 'L: ISB', 'STR W3,[X1]']],
    ['x with the status in what it writes', ['EOR W6,W5,W5', 'ADD W6,W6,#1', 'STR W6,[X1]']],
    ['x with the status in its address', ['EOR W6,W5,W5', 'STR W3,[X1,W6,SXTW]']],
  ])('the status of a store-exclusive that hangs on a choice does not hold back a store to %s', (_, last) => {
    const chosen = ['CMP W0,#1', 'CSEL W4,W3,WZR,EQ', 'LDXR W6,[X7]', 'STXR W5,W4,[X7]'];
    const text = assembly('AArch64', {
      init: '0:X1=x; 0:X2=y; 1:X1=x; 1:X2=y; 1:X7=z; 1:X3=1;',
      threads: [
        ['MOV W0,#2', 'STR W0,[X1]', 'DMB SY', 'MOV W3,#1', 'STR W3,[X2]'],
        ['LDR W0,[X2]', ...chosen, ...last],
      ],
      observed: '1:X0; 1:X5; x;',
    });
    const all = ['0 0 1', '0 0 2', '0 1 1', '0 1 2', '1 0 1', '1 0 2', '1 1 1', '1 1 2'];
    expect(statesOf(text, 'armv8')).toEqual(all);
    expect(statesOf(text, 'armv8', NO_REDUCTIONS)).toEqual(all);
  });
});

describe('RISC-V', () => {
  /** Whether the accesses of y and then x by P1 are ordered, after P0 wrote x and then y. */
  const message = (reading: readonly string[]): string =>
    assembly('RISCV', {
      init: '0:x10=x; 0:x11=y; 1:x10=x; 1:x11=y;',
      threads: [['li x5,1', 'sw x5,0(x10)', 'fence rw,rw', 'sw x5,0(x11)'], reading],
      observed: '1:x6; 1:x7;',
    });

  it.each([
    ['lr.w', ALL_FOUR],
    ['lr.w.rl', ALL_FOUR],
    ['lr.w.aq', NOT_STALE],
    ['lr.w.aqrl', NOT_STALE],
  ])('%s', (reserved, expected) => {
    expect(statesOf(message([`${reserved} x6,(x11)`, 'lw x7,0(x10)']), 'riscv')).toEqual(expected);
  });

  it.each([
    ['lr.w', 'sc.w', ALL_FOUR],
    ['lr.w', 'sc.w.aq', ALL_FOUR],
    ['lr.w.rl', 'sc.w.aq', ALL_FOUR],
    ['lr.w.aq', 'sc.w.rl', ['0 1', '1 0', '1 1']],
  ])('store buffering with %s and %s for the stores', (reserved, conditional, expected) => {
    const store = (own: string, other: string): readonly string[] => [
      'li x5,1',
      `${reserved} x8,(${own})`,
      `${conditional} x9,x5,(${own})`,
      'bnez x9,L',
      `${conditional === 'sc.w.rl' ? 'lr.w.aqrl x6,(OTHER)' : 'lw x6,0(OTHER)'}`.replace('OTHER', other),
      'L:',
    ];
    const text = assembly('RISCV', {
      init: '0:x10=x; 0:x11=y; 1:x10=x; 1:x11=y;',
      threads: [store('x10', 'x11'), store('x11', 'x10').map((line) => line.replace(/\bL\b/, 'M'))],
      observed: '0:x6; 0:x9; 1:x6; 1:x9;',
    });
    // Those in which both store-conditionals succeeded.
    const both = statesOf(text, 'riscv')
      .map((state) => state.split(' '))
      .filter((state) => state[1] === '0' && state[3] === '0');
    expect(both.map((state) => `${state[0]} ${state[2]}`)).toEqual(expected);
  });

  it('lets what depends on a read go ahead of an earlier release read of the same location', () => {
    const text = assembly('RISCV', {
      init: '0:x10=x; 0:x11=y; 0:x12=z; 1:x10=x; 1:x12=z;',
      threads: [
        [
          'li x5,1',
          'sw x5,0(x10)',
          'lw.rl x6,0(x11)',
          'lw x7,0(x11)',
          'xor x8,x7,x7',
          'add x8,x8,x12',
          'lw x9,0(x8)',
        ],
        ['li x5,1', 'sw x5,0(x12)', 'fence rw,rw', 'lw x6,0(x10)'],
      ],
      observed: '0:x9; 1:x6;',
    });
    expect(statesOf(text, 'riscv')).toEqual(ALL_FOUR);
    expect(statesOf(text, 'riscv', NO_REDUCTIONS)).toEqual(ALL_FOUR);
  });

  it.each(['amoswap.w', 'amoswap.w.rl', 'amoadd.w'])(
    'keeps every execution in which %s has an address that is read',
    (amo) => {
      const text = assembly('RISCV', {
        init: '0:x10=x; 0:x11=y; 1:x10=x;',
        threads: [
          ['lw x5,0(x10)', 'xor x6,x5,x5', 'add x6,x6,x11', 'li x7,1', `${amo} x8,x7,(x6)`, 'lw x9,0(x11)'],
          ['li x5,1', 'sw x5,0(x10)'],
        ],
        observed: '0:x5; 0:x9;',
      });
      expect(statesOf(text, 'riscv')).toEqual(['0 1', '1 1']);
      expect(statesOf(text, 'riscv', NO_REDUCTIONS)).toEqual(['0 1', '1 1']);
    },
  );
});

describe.each(MACHINES.map(({ name }) => name))(
  'an atomic in C through a pointer that was read, on %s',
  (name) => {
    it.each(['xchg_relaxed(q, 3)', 'xchg_release(q, 3)'])('%s', (atomic) => {
      const text = `C test
{ int *p = &x; }
P0(int *x, int **p) { int *q; int r; q = READ_ONCE(*p); ${atomic}; r = READ_ONCE(*x); }
P1(int *x, int **p) { WRITE_ONCE(*p, x); }
locations [0:r; x;]
exists (true)
`;
      expect(statesOf(text, name)).toEqual(['3 3']);
      expect(statesOf(text, name, NO_REDUCTIONS)).toEqual(['3 3']);
    });
  },
);

describe('a select whose result nobody reads', () => {
  const observing = (observed: string): string =>
    assembly('AArch64', {
      init: '0:X1=x; 0:X2=y; 0:X3=1; 1:X2=y;',
      threads: [
        ['MOV W5,W3', 'STR W3,[X1]', 'CMP W5,W3', 'CSEL W5,W3,W5,EQ', 'LDR W6,[X2]'],
        ['MOV W0,#1', 'STR W0,[X2]'],
      ],
      observed,
    });

  it.each([
    ['x; y;', ['1 1']],
    ['0:X6; x;', ['0 1', '1 1']],
    ['0:X5; 0:X6;', ['1 0', '1 1']],
  ])('observing %s', (observed, states) => {
    expect(statesOf(observing(observed), 'armv8')).toEqual(states);
    expect(statesOf(observing(observed), 'armv8', NO_REDUCTIONS)).toEqual(states);
  });
});
