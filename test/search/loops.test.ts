/** Loops are exact: whole sets of final states, on every model, with no bound reached; and those that never end are deadlocks. */
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';

const LIMITS = { states: 100_000, milliseconds: 30_000, megabytes: 512 };
const ATOMICS = ['lse', 'llsc'] as const;

/** What a test comes to on each model that it runs on, and on Armv8 with both kinds of atomics. */
function runs(text: string): readonly (readonly [model: string, found: Exploration])[] {
  const { test, diagnostics } = loadTest({ name: 'loop.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map(({ code }) => code)));
  return MACHINES.filter(({ name }) => test.models.includes(name)).flatMap((model) =>
    (model.name === 'armv8' ? ATOMICS : (['lse'] as const)).map(
      (atomics) => [model.name, explore(queryOf(test, model, { atomics, limits: LIMITS }))] as const,
    ),
  );
}

/** The final states on the models that keep program order among reads and among writes, on PSO, and on Armv8 and RISC-V. */
interface States {
  readonly strong: readonly string[];
  readonly pso?: readonly string[];
  readonly weak?: readonly string[];
}

function expectStates(
  text: string,
  { strong, pso = strong, weak = strong }: States,
  deadlocks = false,
): void {
  const expected = (model: string): readonly string[] => {
    if (model === 'armv8' || model === 'riscv') return weak;
    return model === 'pso' ? pso : strong;
  };
  for (const [model, found] of runs(text)) {
    const states = found.states.map((state) => state.join()).sort();
    expect([model, found.limit, found.deadlocks > 0, states]).toEqual([
      model,
      null,
      deadlocks,
      expected(model),
    ]);
  }
}

/** A thread with a loop, one that ends it, and what is observed. */
function c(loop: string, other: string, observed: string): string {
  const parameters = 'int *x, int *y, int *l, int *v, atomic_t *c';
  const thread = (index: number, body: string): string =>
    `P${index}(${parameters})\n{\n\tint r0 = 0;\n\tint r1 = 0;\n\tint i = 0;\n\n\t${body}\n}\n`;
  return `C loop\n{}\n${thread(0, loop)}${thread(1, other)}locations [${observed}]\nexists (true)\n`;
}

/** Writes `x`, and then `y`, which the loops wait for. */
const SIGNAL = 'WRITE_ONCE(*x, 1); smp_wmb(); WRITE_ONCE(*y, 1);';
const LATER = 'r1 = READ_ONCE(*x);';

describe('a loop that waits for a location', () => {
  const unordered: States = { strong: ['1'], weak: ['0', '1'] };
  const ordered: States = { strong: ['1'] };
  it.each([
    ['in a while', 'while (READ_ONCE(*y) == 0) cpu_relax();', unordered],
    ['in a do', 'do { r0 = READ_ONCE(*y); } while (r0 == 0);', unordered],
    ['in a for', 'for (;;) { if (READ_ONCE(*y)) break; cpu_relax(); }', unordered],
    ['by a goto', 'again: r0 = READ_ONCE(*y); if (r0 == 0) goto again;', unordered],
    ['with a read before it', 'r0 = READ_ONCE(*y); while (r0 == 0) r0 = READ_ONCE(*y);', unordered],
    ['with a counter', 'while (READ_ONCE(*y) == 0) i++;', unordered],
    ['with a counter in a for', 'for (i = 0; READ_ONCE(*y) == 0; i++) cpu_relax();', unordered],
    ['with a flag that flips', 'while (READ_ONCE(*y) == 0) i = 1 - i;', unordered],
    [
      'with a local loop in it',
      'while (READ_ONCE(*y) == 0) for (i = 0; i < 20; i++) cpu_relax();',
      unordered,
    ],
    [
      'in a loop',
      'do { while (READ_ONCE(*y) == 0) cpu_relax(); r0 = READ_ONCE(*y); } while (r0 == 0);',
      unordered,
    ],
    ['behind another branch', 'r0 = 0; while (!r0) { if (READ_ONCE(*y)) r0 = 1; else i = 2; }', unordered],
    ['by an acquire', 'while (smp_load_acquire(y) == 0) cpu_relax();', ordered],
    ['by smp_cond_load_acquire()', 'smp_cond_load_acquire(y, VAL);', ordered],
    ['by smp_cond_load_relaxed()', 'smp_cond_load_relaxed(y, VAL);', unordered],
    ['with a fence in each round', 'do { r0 = READ_ONCE(*y); smp_mb(); } while (r0 == 0);', ordered],
    ['with a fence in each round but the last', 'while (!READ_ONCE(*y)) smp_mb();', unordered],
    ['by a failing cmpxchg()', 'while (cmpxchg_relaxed(y, 1, 1) != 1) cpu_relax();', unordered],
  ])('%s', (_, loop, states) => {
    expectStates(c(`${loop} ${LATER}`, SIGNAL, '0:r1;'), states);
  });

  it('orders later writes, as every loop does', () => {
    const text = c(
      'r0 = READ_ONCE(*y); while (r0 == 0) r0 = READ_ONCE(*y); WRITE_ONCE(*v, 1);',
      'r0 = READ_ONCE(*v); smp_mb(); WRITE_ONCE(*y, 1);',
      '1:r0;',
    );
    expectStates(text, { strong: ['0'] });
  });

  it('ends with what it counted, where that is asked for', () => {
    const text = c(`while (READ_ONCE(*y) == 0) i = 1 - i; ${LATER}`, SIGNAL, '0:r1; 0:i;');
    expectStates(text, { strong: ['0,1', '1,1'], weak: ['0,0', '0,1', '1,0', '1,1'] });
  });

  it.each([
    [
      'AArch64',
      'L0: ;LDXR W0,[X2];CBZ W0,L0;LDR W1,[X1]',
      ['MOV W3,#1', 'STR W3,[X1]', 'DMB ST', 'STR W3,[X2]'],
    ],
    [
      'AArch64',
      'LDR W0,[X2];B T0;L0: ;LDR W0,[X2];T0: ;CBZ W0,L0;LDR W1,[X1]',
      ['MOV W3,#1', 'STR W3,[X1]', 'DMB ST', 'STR W3,[X2]'],
    ],
    [
      'AArch64',
      'L0: ;ADD W5,W5,#1;LDR W0,[X2];CBZ W0,L0;LDR W1,[X1]',
      ['MOV W3,#1', 'STR W3,[X1]', 'DMB ST', 'STR W3,[X2]'],
    ],
  ] as const)('in assembly of %s: %s', (dialect, loop, other) => {
    const own = loop.split(';');
    const rows = own.map((each, row) => ` ${each.padEnd(16)} | ${other[row] ?? ''} ;\n`).join('');
    const text = `${dialect} loop\n{ 0:X1=x; 0:X2=y; 1:X1=x; 1:X2=y; }\n P0 | P1 ;\n${rows}locations [0:X1;]\nexists (true)\n`;
    expectStates(text, { strong: ['1'], weak: ['0', '1'] });
  });
});

describe('a loop that waits for two locations', () => {
  const both = `${SIGNAL} WRITE_ONCE(*l, 2); WRITE_ONCE(*l, 1);`;

  it('to be equal', () => {
    const text = c(
      `do { r0 = READ_ONCE(*y); i = READ_ONCE(*l); } while (r0 != i); ${LATER}`,
      both,
      '0:r0; 0:r1;',
    );
    expectStates(text, { strong: ['0,0', '0,1', '1,1'], weak: ['0,0', '0,1', '1,0', '1,1'] });
  });

  it.each([
    'while (READ_ONCE(*y) == 0 || READ_ONCE(*l) == 0) cpu_relax();',
    'do { while (READ_ONCE(*y) == 0) cpu_relax(); r0 = READ_ONCE(*l); } while (r0 == 0);',
    'for (;;) { r0 = READ_ONCE(*y); if (r0) r0 = READ_ONCE(*l); if (r0) break; }',
  ])('both to be set: %s', (loop) => {
    expectStates(c(`${loop} ${LATER}`, both, '0:r1;'), { strong: ['1'], weak: ['0', '1'] });
  });

  it('as the reader of a sequence count does', () => {
    const text = c(
      'do { i = smp_load_acquire(c2); r0 = READ_ONCE(*x); r1 = READ_ONCE(*y); smp_rmb(); } while ((i & 1) || READ_ONCE(*c2) != i);',
      'WRITE_ONCE(*c2, 1); smp_wmb(); WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 1); smp_store_release(c2, 2);',
      '0:r0; 0:r1;',
    ).replaceAll('c2', 'l');
    expectStates(text, { strong: ['0,0', '1,1'] });
  });
});

describe('a loop that never ends is a deadlock', () => {
  it.each([
    ['with a read before it', 'r0 = READ_ONCE(*y); while (r0 == 0) r0 = READ_ONCE(*y);'],
    ['with a counter', 'while (READ_ONCE(*y) == 0) i++;'],
    ['of an exchange', 'while (cmpxchg_relaxed(y, 2, 1) != 2) cpu_relax();'],
    ['without a way out', 'for (;;) READ_ONCE(*y);'],
  ])('%s', (_, loop) => {
    expectStates(c(loop, 'WRITE_ONCE(*x, 1);', '0:r1;'), { strong: [] }, true);
  });

  it('where it waits for what was read before it', () => {
    const text = c('r0 = READ_ONCE(*y); while (r0 == 1) cpu_relax(); r1 = 1;', 'WRITE_ONCE(*y, 1);', '0:r1;');
    expectStates(text, { strong: ['1'] }, true);
  });
});

describe('a loop that goes round only since another thread wrote', () => {
  it('pushes, with a write in each round', () => {
    const text = c(
      'r0 = READ_ONCE(*x); WRITE_ONCE(*v, 1); do { WRITE_ONCE(*y, r0); } while (!try_cmpxchg(x, &r0, 9));',
      'WRITE_ONCE(*x, 3); r0 = xchg(x, 0); if (r0 == 9) { r0 = READ_ONCE(*v); r1 = READ_ONCE(*y); }',
      '1:r0; 1:r1; x;',
    );
    expectStates(text, { strong: ['1,3,0', '3,0,0', '3,0,9'] });
  });

  it('pushes on both sides', () => {
    const push = (link: string, own: number): string =>
      `r0 = READ_ONCE(*x); do { WRITE_ONCE(*${link}, r0); } while (!try_cmpxchg(x, &r0, ${own}));`;
    expectStates(c(push('y', 9), push('v', 8), 'v; x; y;'), { strong: ['0,9,8', '9,8,0'] });
  });

  it('and so does another one behind it', () => {
    const add = 'while (!try_cmpxchg_relaxed(x, &r0, r0 + 1)) ;';
    const twice = `r0 = READ_ONCE(*x); ${add} r0 = READ_ONCE(*x); ${add}`;
    expectStates(c(twice, `r0 = READ_ONCE(*x); ${add}`, 'x'), { strong: ['3'] });
  });

  it('takes a lock for reading', () => {
    const text = c(
      'r0 = atomic_read(c); for (;;) { if (r0 & 8) { r0 = atomic_read(c); continue; } if (atomic_try_cmpxchg_acquire(c, &r0, r0 + 1)) break; } r1 = READ_ONCE(*v); atomic_sub_return_release(1, c);',
      'while (atomic_cmpxchg_acquire(c, 0, 8) != 0) cpu_relax(); WRITE_ONCE(*v, 1); WRITE_ONCE(*v, 2); atomic_set_release(c, 0);',
      '0:r1; c;',
    );
    expectStates(text, { strong: ['0,0', '2,0'] });
  });
});

describe('a loop that tries so often', () => {
  it.each([2, 8, 16])('polls %i times', (times) => {
    const text = c(
      `for (i = 0; i < ${times}; i++) { if (READ_ONCE(*y)) { smp_rmb(); r1 = READ_ONCE(*x) + 1; break; } cpu_relax(); }`,
      SIGNAL,
      '0:r1;',
    );
    expectStates(text, { strong: ['0', '2'] });
  });
});

describe('a lock that is taken', () => {
  /** Both threads add one under the lock; what is read first may be read before the lock is taken where nothing orders it. */
  const locked = (take: string): string => {
    const body = `${take} r0 = READ_ONCE(*v); WRITE_ONCE(*v, r0 + 1); smp_store_release(l, 0);`;
    return c(body, body, '0:r0; 1:r0; v;');
  };
  const safe: States = { strong: ['0,1,2', '1,0,2'] };
  const early: States = { ...safe, weak: ['0,0,1', '0,1,2', '1,0,2'] };
  it.each([
    ['while (xchg_acquire(l, 1)) cpu_relax();', safe],
    ['while (xchg_relaxed(l, 1)) cpu_relax();', early],
    ['while (xchg_relaxed(l, 1)) while (READ_ONCE(*l)) cpu_relax();', early],
    ['while (cmpxchg_acquire(l, 0, 1)) cpu_relax();', safe],
    ['while (cmpxchg_relaxed(l, 0, 1) != 0) cpu_relax();', early],
    ['do { while (READ_ONCE(*l)) cpu_relax(); } while (xchg_relaxed(l, 1));', early],
  ])('by %s', (take, states) => {
    expectStates(locked(take), states);
  });
});
