/** Models that lack what most have: coherence, atomicity, being monotone. */
import { describe, expect, it } from 'vitest';
import { catJudges } from '../../src/axioms/cat-judge.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import { lkmm } from '../../src/models/lkmm.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { LIMITS, load } from '../laws/searches.js';
import { modelOf } from '../laws/solving.js';

/** What comes of a test under a model of its own. */
function explored(cat: string, threads: readonly string[], observed: string): Exploration {
  const bodies = threads.map(
    (body, index) => `P${index}(int *x, int *y, spinlock_t *s) { int r0 = 0; int r1 = 0; ${body} }`,
  );
  const test = load(`C test\n{}\n${bodies.join('\n')}\nlocations [${observed}]\nexists (true)\n`);
  const query = queryOf(test, lkmm, { atomics: 'lse', limits: LIMITS });
  return solveProgram(query, { goal: 'all', judges: catJudges(modelOf(`"test"\n${cat}`)) });
}

/** The final states of a test and its flags, under a model of its own. */
function solved(cat: string, threads: readonly string[], observed: string): string {
  const { states, flags } = explored(cat, threads, observed);
  return [...states.map((state) => state.join(',')), ...flags].join(' ');
}

const COHERENCE = 'acyclic po-loc | rf | co | fr';
const READS = ['WRITE_ONCE(*x, 1);', 'r0 = READ_ONCE(*x); r1 = READ_ONCE(*x);'];
const INCREMENTS = ['r0 = xchg(x, 1);', 'r0 = xchg(x, 2);'];

describe('a model without coherence', () => {
  it('lets a later read of a location read from an earlier write', () => {
    expect(solved('', READS, '1:r0; 1:r1;')).toBe('0,0 0,1 1,0 1,1');
    expect(solved(COHERENCE, READS, '1:r0; 1:r1;')).toBe('0,0 0,1 1,1');
  });

  it('lets the writes of a thread come in any order, and reads read what comes later', () => {
    const own = ['r0 = READ_ONCE(*x); WRITE_ONCE(*x, 1); WRITE_ONCE(*x, 2);'];
    expect(solved('', own, '0:r0; x;')).toBe('0,1 0,2 1,1 1,2 2,1 2,2');
    expect(solved(COHERENCE, own, '0:r0; x;')).toBe('0,2');
  });

  it('keeps locks, whose order is not its own', () => {
    const body = 'spin_lock(s); r0 = READ_ONCE(*x); WRITE_ONCE(*x, r0 + 1); spin_unlock(s);';
    expect(solved('acyclic po | rf | (co & ext) | (fr & ext)', [body, body], 'x;')).toBe('2');
  });
});

describe('a model without atomicity', () => {
  it('lets something come between the halves of a read-modify-write', () => {
    expect(solved(COHERENCE, INCREMENTS, '0:r0; 1:r0;')).toBe('0,0 0,1 2,0');
    expect(solved(`${COHERENCE}\nempty rmw & (fre ; coe)`, INCREMENTS, '0:r0; 1:r0;')).toBe('0,1 2,0');
  });
});

describe('a model that takes something away', () => {
  it('is asked about what may be, as it becomes less', () => {
    expect(solved(`${COHERENCE}\n~empty rf`, READS, '1:r0; 1:r1;')).toBe('0,1 1,1');
    expect(solved(`${COHERENCE}\nempty rf \\ (fr^-1 ; po)`, READS, '1:r0; 1:r1;')).toBe('0,0 0,1');
  });
});

describe('a model that an execution may satisfy because of rounds that change nothing', () => {
  const untilSet = 'do { r0 = READ_ONCE(*x); } while (r0 == 0);';
  const atomic = `${COHERENCE}\nempty rmw & (fre ; coe)`;
  const someReadsTheInitialValue = `${atomic}\n~empty R \\ range(rf)`;
  const found = (cat: string, body: string) => {
    const { states, limit } = explored(cat, ['WRITE_ONCE(*x, 1);', body], '1:r0;');
    return `${states.map(String).join(' ')} ${limit?.kind ?? 'all'}`;
  };

  it('has them, as far as is looked at', () => {
    expect(found(someReadsTheInitialValue, untilSet)).toBe('1 unrolling');
    expect(found(atomic, untilSet)).toBe('1 all');
  });

  it.each([
    ['waits for a value', 'r0 = smp_cond_load_relaxed(x, VAL == 1); r1 = READ_ONCE(*y);'],
    [
      'takes back what it writes',
      'do { r0 = READ_ONCE(*x); atomic_inc(y); atomic_dec(y); } while (r0 == 0);',
    ],
  ])('is not told where a loop %s', (_, body) => {
    expect(found(someReadsTheInitialValue, body)).toMatch(/unrolling$/);
    expect(found(atomic, body)).toMatch(/all$/);
  });

  it('is told of loops that count', () => {
    const body = 'for (r1 = 0; r1 < 2; r1++) r0 = READ_ONCE(*x);';
    expect(found(someReadsTheInitialValue, body)).toBe('0 1 all');
  });
});

describe('a value that is computed from itself', () => {
  it('is what it leaves of itself, where that is a number', () => {
    const round = ['^', '-'].map((sign) => [
      `r0 = READ_ONCE(*x); WRITE_ONCE(*y, (r0 ${sign} r0) + 1);`,
      `r0 = READ_ONCE(*y); WRITE_ONCE(*x, (r0 ${sign} r0) + 1);`,
    ]);
    for (const threads of round) {
      expect(solved(COHERENCE, threads, '0:r0; 1:r0;')).toBe('0,0 0,1 1,0 1,1');
      expect(solved(`${COHERENCE}\nacyclic data | rf`, threads, '0:r0; 1:r0;')).toBe('0,0 0,1 1,0');
    }
  });

  it('is none, also where nobody asks for it', () => {
    const threads = [
      'r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0 + 1);',
      'r0 = READ_ONCE(*y); WRITE_ONCE(*x, r0 + 1); WRITE_ONCE(*x, 7); WRITE_ONCE(*y, 7); r0 = 0;',
    ];
    expect(solved(`${COHERENCE}\nflag ~acyclic po | rf as circle`, threads, 'x;')).toBe('7 circle');
  });
});

it('what is asked that some be there is not taken to be so for good since it is so on one way', () => {
  const cat = 'empty co \\ (int | fr^-1 ; rf^-1)\n~empty rf | co\nflag empty rf as nothing-read';
  const threads = [
    'r1 = READ_ONCE(*y); r1 = READ_ONCE(*y); r0 = xchg_relaxed(y, 3); r1 = READ_ONCE(*y);',
    'r1 = READ_ONCE(*y); r1 = READ_ONCE(*y); r0 = READ_ONCE(*y);',
  ];
  const { states, flags } = explored(cat, threads, 'y; 0:r0; 0:r1; 1:r0; 1:r1;');
  expect(states.length).toBeGreaterThan(1);
  expect(flags).toEqual([]);
});
