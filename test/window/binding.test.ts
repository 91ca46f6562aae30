/**
 * A read that takes the write of an atomic before that is computed: what its thread may then do on Armv8, and that the axioms say
 * the same. The expectations are those of herd7's aarch64.cat, worked out by hand from its clauses.
 */
import { describe, expect, it } from 'vitest';
import { armv8 } from '../../src/models/armv8.js';
import { satisfies } from '../../src/program/condition.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { NO_REDUCTIONS } from '../../src/window/code.js';
import { commandsAgree } from '../laws/commands.js';
import { machinesAsTheirAxioms } from '../laws/machine-law.js';
import { LIMITS, load, Searches } from '../laws/searches.js';

/** Whether the other thread's write of x may come before the atomic's read, and that of y after what P0 does last. */
function late(...own: readonly string[]): string {
  const other = ['MOV W0,#1', 'STR W0,[X3]', 'DMB SY', 'STR W0,[X1]'];
  return assembly(own, other, '0:X2=0');
}

function assembly(own: readonly string[], other: readonly string[], last: string): string {
  const rows = Array.from(
    { length: Math.max(own.length, other.length) },
    (_, row) => `${own[row] ?? ''} | ${other[row] ?? ''} ;\n`,
  );
  const init = [0, 1].map((thread) => `${thread}:X1=x; ${thread}:X3=y; ${thread}:X8=z;`).join(' ');
  return `AArch64 late\n{ ${init} 0:X0=1; }\nP0 | P1 ;\n${rows.join('')}exists (0:X4=2 /\\ ${last})`;
}

function inC(barrier: string): string {
  return `C late
{}
P0(atomic_t *x, int *y) { int r0; int r1; atomic_inc(x); r0 = atomic_read(x); ${barrier} r1 = READ_ONCE(*y); }
P1(atomic_t *x, int *y) { WRITE_ONCE(*y, 1); smp_mb(); atomic_set(x, 1); }
exists (0:r0=2 /\\ 0:r1=0)`;
}

const ATOMIC = 'STADD W0,[X1]';
const BACK = 'LDR W4,[X1]';
const LAST = 'LDR W2,[X3]';

const ALLOWED: readonly (readonly [string, string])[] = [
  ['DMB LD', late(ATOMIC, BACK, 'DMB LD', LAST)],
  ['DSB LD', late(ATOMIC, BACK, 'DSB LD', LAST)],
  ['another DMB LD before the read', late(ATOMIC, 'DMB LD', BACK, 'DMB LD', LAST)],
  ['a release', late('STADDL W0,[X1]', BACK, 'DMB LD', LAST)],
  ['an atomic that reads the atomic', late(ATOMIC, 'LDADD WZR,W4,[X1]', 'DMB LD', LAST)],
  ['an acquire of an atomic that reads the atomic', late(ATOMIC, 'LDADD WZR,W4,[X1]', 'LDAR W5,[X1]', LAST)],
  ['a compare-and-swap', late('MOV W4,#2', ATOMIC, 'CAS W4,W0,[X1]', 'DMB LD', LAST)],
  ['an exclusive', late(ATOMIC, 'LDXR W4,[X1]', 'STXR W7,W4,[X1]', 'DMB LD', LAST)],
  ['C', inC('smp_rmb();')],
];

const FORBIDDEN: readonly (readonly [string, string])[] = [
  ['an atomic with a result', late('LDADD W0,W6,[X1]', BACK, 'DMB LD', LAST)],
  ['a full barrier', late(ATOMIC, BACK, 'DMB SY', LAST)],
  ['an acquire', late(ATOMIC, 'LDAR W4,[X1]', LAST)],
  ['an RCpc acquire', late(ATOMIC, 'LDAPR W4,[X1]', LAST)],
  ['an address', late(ATOMIC, BACK, 'EOR W5,W4,W4', 'LDR W2,[X3,W5,SXTW]')],
  ['a branch and an ISB', late(ATOMIC, BACK, 'CBZ W4,L', 'L: ISB', LAST)],
  ['a store of what was read, read back', late(ATOMIC, BACK, 'STR W4,[X8]', 'LDR W5,[X8]', 'DMB LD', LAST)],
  [
    'a store behind the barrier',
    assembly(
      [ATOMIC, BACK, 'DMB LD', 'STR W0,[X3]'],
      ['LDR W5,[X3]', 'DMB SY', 'MOV W0,#1', 'STR W0,[X1]'],
      '1:X5=1',
    ),
  ],
  [
    'a store behind what the barrier orders',
    assembly(
      [ATOMIC, BACK, 'DMB LD', 'LDR W2,[X8]', 'EOR W2,W2,W2', 'ADD W2,W2,#1', 'STR W2,[X3]'],
      ['LDR W5,[X3]', 'DMB SY', 'MOV W0,#1', 'STR W0,[X1]'],
      '1:X5=1',
    ),
  ],
  ['C, with a full barrier', inC('smp_mb();')],
];

describe.each([
  ['does not hold back a read', ALLOWED, true],
  ['holds back', FORBIDDEN, false],
] as const)('the value of an atomic without result that is read back %s', (_, cases, allowed) => {
  it.each(cases)('%s', (_name, text) => {
    const test = load(text);
    const query = queryOf(test, armv8, { atomics: 'lse', limits: LIMITS });
    for (const options of [{}, { reductions: NO_REDUCTIONS }]) {
      const { states, limit } = explore(query, options);
      expect(limit).toBeNull();
      expect(states.some((state) => satisfies(test.question.proposition, state))).toBe(allowed);
    }
    expect(machinesAsTheirAxioms(new Searches(text), { ...LIMITS, milliseconds: 10_000 })).toBeNull();
  });
});

it.each([...ALLOWED, ...FORBIDDEN])('the commands agree: %s', (_, text) => {
  expect(commandsAgree(load(text), { models: [armv8.name], limits: LIMITS, step: true })).toBeNull();
});

it('is no matter where an atomic is a loop of exclusives', () => {
  const test = load(inC('smp_rmb();'));
  const { states } = explore(queryOf(test, armv8, { atomics: 'llsc', limits: LIMITS }));
  expect(states.some((state) => satisfies(test.question.proposition, state))).toBe(false);
});
