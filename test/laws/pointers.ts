/**
 * Random C tests with pointers: threads load and publish the address of one location or the other, and access what they
 * found by loads, stores and atomics, so that an access may or may not be of a location that others of its thread are of.
 */
import fc from 'fast-check';
import type { RandomQuestion } from './question.js';
import { printQuestion, questions } from './question.js';

/** In templates R and S are registers, Q is a local pointer, P a location. */
const TEMPLATES = [
  'R = READ_ONCE(*P);',
  'R = READ_ONCE(*P);',
  'WRITE_ONCE(*P, 1);',
  'WRITE_ONCE(*P, R + 1);',
  'Q = READ_ONCE(*p);',
  'Q = READ_ONCE(*p);',
  'Q = smp_load_acquire(p);',
  'WRITE_ONCE(*p, P);',
  'smp_store_release(p, P);',
  'Q = xchg_relaxed(p, P);',
  'Q = xchg(p, P);',
  'R = READ_ONCE(*Q);',
  'R = READ_ONCE(*Q);',
  'WRITE_ONCE(*Q, 2);',
  'WRITE_ONCE(*Q, R);',
  'R = xchg_relaxed(Q, 3);',
  'R = xchg_relaxed(Q, 3);',
  'R = xchg_acquire(Q, S);',
  'R = xchg_release(Q, 4);',
  'R = xchg(Q, 5);',
  'R = cmpxchg_relaxed(Q, S, 6);',
  'R = cmpxchg(Q, 0, 7);',
  'R = xchg_relaxed(Q, 3); R = READ_ONCE(*P);',
  'WRITE_ONCE(*Q, 2); R = READ_ONCE(*P);',
  'R = cmpxchg_relaxed(P, S, 6); S = READ_ONCE(*(Q + (R ^ R)));',
  'if (R) { Q = P; }',
  'smp_mb();',
  'smp_rmb();',
  'smp_wmb();',
];
const REGISTERS = ['r0', 'r1'];

interface Generated {
  readonly threads: readonly (readonly string[])[];
  readonly question: RandomQuestion | null;
}

const statement = fc
  .tuple(
    fc.constantFrom(...TEMPLATES),
    fc.constantFrom(...REGISTERS),
    fc.constantFrom(...REGISTERS),
    fc.constantFrom('x', 'y'),
  )
  .map(([template, r, s, p]) =>
    template.replace(/\bR\b/g, r).replace(/\bS\b/g, s).replace(/\bQ\b/g, 'q').replace(/\bP\b/g, p),
  );

function observables(threads: number): readonly string[] {
  const registers = Array.from({ length: threads }, (_, thread) =>
    REGISTERS.map((name) => `${thread}:${name}`),
  );
  return ['x', 'y', ...registers.flat()];
}

function print({ threads, question }: Generated): string {
  const bodies = threads.map((statements, thread) => {
    const body = ['int r0 = 0;', 'int r1 = 0;', 'int *q = y;', ...statements].map((line) => `\t${line}\n`);
    return `P${thread}(int *x, int *y, int **p)\n{\n${body.join('')}}\n`;
  });
  const asked = printQuestion(observables(threads.length), question);
  return `C generated\n\n{ int *p = &x; }\n\n${bodies.join('\n')}\n${asked}`;
}

/** Texts of tests of two or three threads. */
export function pointers(): fc.Arbitrary<string> {
  const several = (count: number, most: number) =>
    fc.array(fc.array(statement, { minLength: 1, maxLength: most }), { minLength: count, maxLength: count });
  return fc
    .oneof({ weight: 3, arbitrary: several(2, 4) }, { weight: 1, arbitrary: several(3, 2) })
    .chain((threads) =>
      fc.record({
        threads: fc.boolean().map((alike) => (alike ? threads.map(() => threads[0]) : threads)),
        question: fc.option(questions(observables(threads.length)), { freq: 3 }),
      }),
    )
    .map(print);
}
