/** Random C tests with loops and locks: spins, test-and-set, retries with effects, spinlocks held or never released. */
import fc from 'fast-check';
import type { RandomQuestion } from './question.js';
import { printQuestion, questions } from './question.js';

/** In templates R and S are registers, P and Q are locations, Q another than P, and L is a label. */
const LOOPS = [
  'while (READ_ONCE(*P) == 0) cpu_relax();',
  'while (smp_load_acquire(P) == 0) cpu_relax();',
  'do { R = READ_ONCE(*P); } while (R == 0);',
  'smp_cond_load_acquire(P, VAL == 1);',
  'smp_cond_load_relaxed(P, VAL != 0);',
  'while (xchg(P, 1)) cpu_relax();',
  'while (xchg_acquire(P, 1)) cpu_relax();',
  'while (atomic_xchg(c, 1)) cpu_relax();',
  'do { R = READ_ONCE(*P); } while (cmpxchg(P, R, R + 1) != R);',
  'do { R = atomic_read(c); } while (atomic_cmpxchg_relaxed(c, R, R + 1) != R);',
  'while (cmpxchg_acquire(P, 0, 1)) cpu_relax();',
  'R = atomic_read(c); do { S = R + 1; } while (!atomic_try_cmpxchg(c, &R, S));',
  'R = READ_ONCE(*P); while ((S = cmpxchg_relaxed(P, R, R + 1)) != R) R = S;',
  'R = atomic_read(c); do { if (R == 1) break; } while (!atomic_try_cmpxchg_release(c, &R, 1));',
  'R = atomic_read(c); do { S = READ_ONCE(*P); } while (!atomic_try_cmpxchg_relaxed(c, &R, S));',
  'L: R = atomic_fetch_inc(c); if (READ_ONCE(*P)) { atomic_dec(c); goto L; }',
  'L: atomic_inc(c); smp_mb(); if (READ_ONCE(*P)) { atomic_dec(c); goto L; }',
  'L: R = atomic_add_return_relaxed(1, c); if (R != 1) { S = atomic_fetch_dec(c); goto L; }',
  'for (R = 0; R < 2; R++) atomic_inc(c);',
  'do { S = READ_ONCE(*P); R = S ? 1 : 0; } while (!R);',
  'R = 0; do { if (READ_ONCE(*P)) R = 1; } while (!R);',
  'R = 0; do { S = READ_ONCE(*P); if (S == 1) R = 2; if (R != 2) atomic_inc(c); } while (!R);',
  'R = 0; for (S = 0; S < 2; S++) if (READ_ONCE(*P)) R = S + 1;',
  'R = 0; L: S = READ_ONCE(*P); if (S && !R) { R = 1; goto L; }',
  'R = atomic_read(c); do { S = READ_ONCE(*P) ? 1 : 2; } while (!atomic_try_cmpxchg_relaxed(c, &R, S));',
  'for (R = 0; R < READ_ONCE(*P); R++) WRITE_ONCE(*Q, R + 1);',
  'S = READ_ONCE(*P); while (S > 0) { WRITE_ONCE(*Q, S); S--; }',
  'R = READ_ONCE(*P); for (S = 0; S < R; S++) WRITE_ONCE(*P, S);',
  'if (READ_ONCE(*P)) WRITE_ONCE(*Q, 2); R = READ_ONCE(*Q); for (S = 0; S < R; S++) atomic_inc(c);',
  'R = READ_ONCE(*P); for (S = READ_ONCE(*Q); S < R; S++) { WRITE_ONCE(*Q, S + 1); smp_wmb(); }',
];
/** Loops whose rounds can go, or of whose rounds few are enough, with something that may be in the way of that. */
const ROUNDS = [
  'R = READ_ONCE(*P); while (R == 0) R = READ_ONCE(*P);',
  'R = READ_ONCE(*P); while (R == 0) { smp_mb(); R = READ_ONCE(*P); }',
  'L: R = READ_ONCE(*P); if (R == 0) goto L;',
  'for (R = 0; READ_ONCE(*P) == 0; R = 1 - R) cpu_relax();',
  'S = 0; while (READ_ONCE(*P) == 0) S++; S = 0;',
  'do { R = READ_ONCE(*P); S = READ_ONCE(*Q); } while (R != S);',
  'do { R = READ_ONCE(*P); smp_rmb(); S = READ_ONCE(*Q); } while (R == 0);',
  'do { R = smp_load_acquire(P); S = READ_ONCE(*Q); smp_rmb(); } while (R != READ_ONCE(*P));',
  'do { while (READ_ONCE(*P) == 0) cpu_relax(); R = READ_ONCE(*Q); } while (R == 0);',
  'for (;;) { if (READ_ONCE(*P)) { S = READ_ONCE(*Q); if (S) { WRITE_ONCE(*Q, 2); break; } } }',
  'for (;;) { R = READ_ONCE(*P); if (R) S = READ_ONCE(*Q); else S = 0; if (S) break; }',
  'for (;;) { if (READ_ONCE(*P) == 1) { R = 1; break; } if (READ_ONCE(*Q) == 1) { R = 2; break; } }',
  'R = 0; while (!R) { if (smp_load_acquire(P)) R = READ_ONCE(*Q); else smp_mb(); }',
  'for (R = 0; R < 3; R++) if (smp_load_acquire(P)) break;',
  'for (R = 0; R < 6; R++) if (READ_ONCE(*P)) { S = READ_ONCE(*Q); break; }',
  'R = READ_ONCE(*P); do { WRITE_ONCE(*Q, R); } while (!try_cmpxchg(P, &R, 2));',
  'R = READ_ONCE(*P); do { WRITE_ONCE(*Q, R); } while (!try_cmpxchg_relaxed(P, &R, 2));',
  'R = atomic_read(c); for (;;) { if (R & 2) { R = atomic_read(c); continue; } if (atomic_try_cmpxchg_acquire(c, &R, R + 1)) break; }',
  'while (xchg_relaxed(P, 1)) cpu_relax();',
  'while (atomic_xchg_relaxed(c, 1)) while (atomic_read(c)) cpu_relax();',
  'while (xchg_relaxed(P, 1)) if (READ_ONCE(*Q)) break;',
  'while ((R = xchg_relaxed(P, 1)) != 0) { S = READ_ONCE(*Q); if (S) break; }',
  'do { R = xchg_relaxed(P, 1); S = READ_ONCE(*Q); } while (!S);',
  'while (cmpxchg_relaxed(P, 0, 1) != 0) cpu_relax();',
  'while (cmpxchg_relaxed(P, 0, 1) != 0) { R = READ_ONCE(*Q); if (R) break; }',
  'while (cmpxchg_relaxed(P, 0, 1) != 0) smp_mb();',
];
/** Loops that take one of two bits which they find clear, and what gives one back. */
const BITS = [
  'do { S = atomic_read(c); R = S & 1 ? 2 : 1; if (S == 3) break; S = atomic_fetch_or_relaxed(R, c); } while (S & R);',
  'do { S = atomic_read(c); R = S & 1 ? 2 : 1; if (S == 3) break; S = atomic_fetch_or_acquire(R, c); WRITE_ONCE(*P, R); } while (S & R);',
  'R = 1; while (atomic_fetch_or_relaxed(R, c) & R) { R = 3 - R; if (READ_ONCE(*P)) break; }',
  'atomic_andnot(1, c);',
  'R = atomic_fetch_andnot_release(2, c);',
];
const LOCKED = [
  'spin_lock(l);',
  'spin_unlock(l);',
  'spin_lock(l); R = READ_ONCE(*P); WRITE_ONCE(*P, R + 1); spin_unlock(l);',
  'spin_lock(l); WRITE_ONCE(*P, 1); R = READ_ONCE(*P); spin_unlock(l);',
  'if (spin_trylock(l)) { WRITE_ONCE(*P, 2); spin_unlock(l); } else { R = 3; }',
];
const PLAIN = [
  'R = READ_ONCE(*P);',
  'R = READ_ONCE(*P);',
  'R = smp_load_acquire(P);',
  'WRITE_ONCE(*P, 0);',
  'WRITE_ONCE(*P, 1);',
  'WRITE_ONCE(*P, 1);',
  'WRITE_ONCE(*P, R);',
  'smp_store_release(P, 1);',
  'smp_store_release(P, 0);',
  'smp_mb();',
  'smp_wmb();',
  'R = xchg_release(P, 0);',
  'atomic_set(c, 0);',
  'R = atomic_read(c);',
  'R = S ? 1 : 0;',
  'if (R == 1) S = 0;',
  'WRITE_ONCE(*P, R && S);',
];
const REGISTERS = ['r0', 'r1'];

interface Generated {
  readonly threads: readonly (readonly string[])[];
  readonly question: RandomQuestion | null;
}

function filled(templates: readonly string[]): fc.Arbitrary<string> {
  const register = fc.constantFrom(...REGISTERS);
  return fc
    .tuple(fc.constantFrom(...templates), register, register, fc.constantFrom('x', 'y'))
    .map(([template, r, s, p]) =>
      template
        .replace(/\bR\b/g, r)
        .replace(/\bS\b/g, s)
        .replace(/\bP\b/g, p)
        .replace(/\bQ\b/g, p === 'x' ? 'y' : 'x'),
    );
}

const statement = fc.oneof(
  { weight: 4, arbitrary: filled(PLAIN) },
  { weight: 3, arbitrary: filled(LOOPS) },
  { weight: 2, arbitrary: filled(LOCKED) },
);
const statementOfRounds = fc.oneof(
  { weight: 4, arbitrary: filled(PLAIN) },
  { weight: 1, arbitrary: filled(LOOPS) },
  { weight: 3, arbitrary: filled([...ROUNDS, ...BITS]) },
);

function observables(threads: number): readonly string[] {
  const registers = Array.from({ length: threads }, (_, thread) =>
    REGISTERS.map((name) => `${thread}:${name}`),
  );
  return ['x', 'y', 'c', ...registers.flat()];
}

function print({ threads, question }: Generated): string {
  const bodies = threads.map((statements, thread) => {
    const lines = statements.map((each, index) => each.replace(/\bL\b/g, `again${index}`));
    const body = ['int r0 = 0;', 'int r1 = 0;', ...lines].map((line) => `\t${line}\n`).join('');
    return `P${thread}(int *x, int *y, atomic_t *c, spinlock_t *l)\n{\n${body}}\n`;
  });
  return `C generated\n\n{}\n\n${bodies.join('\n')}\n${printQuestion(observables(threads.length), question)}`;
}

/** Loops with plain accesses, with two accesses of one location in a statement, and through pointers. */
const ROUNDS_OF_C = [
  ...ROUNDS,
  'while (READ_ONCE(*P) == 0) { R = *Q; }',
  'while (*P == 0) cpu_relax();',
  'R = READ_ONCE(*P); for (;;) { if (R & 1) { smp_rmb(); R = READ_ONCE(*P); continue; } S = READ_ONCE(*Q); break; }',
  'R = READ_ONCE(*P); for (;;) { if (R & 1) { S = *Q; R = READ_ONCE(*P); continue; } break; }',
  'while ((R = READ_ONCE(*P) + xchg(P, 1)) == 1) S = R;',
  'while (READ_ONCE(*P) - xchg_relaxed(P, R)) R = 1 - R;',
  'do { R = READ_ONCE(*P); WRITE_ONCE(*Q, R + 1); } while (cmpxchg_relaxed(P, R, R + 2) != R);',
  'S = READ_ONCE(*P); do { R = S; S = atomic_cmpxchg(c, R, R + 1); } while (S != R);',
  'R = atomic_read(c); while (!(R & 1)) { if (atomic_try_cmpxchg_relaxed(c, &R, R | 1)) break; }',
  'for (R = READ_ONCE(*P); R; R = READ_ONCE(*Q)) S = R;',
  ...BITS,
];

/** Texts of tests of two or three threads, with loops and locks. */
export function loops(): fc.Arbitrary<string> {
  return textsOf(statement);
}

/** The same with such loops as the kernel's model leaves rounds out of. */
export function roundsOfC(): fc.Arbitrary<string> {
  return textsOf(
    fc.oneof(
      { weight: 4, arbitrary: filled(PLAIN) },
      { weight: 1, arbitrary: filled(LOCKED) },
      { weight: 4, arbitrary: filled(ROUNDS_OF_C) },
    ),
  );
}

/** The same with more loops of whose rounds few matter. */
export function superfluousRounds(): fc.Arbitrary<string> {
  return textsOf(statementOfRounds);
}

function textsOf(statement: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const several = (count: number, most: number) =>
    fc.array(fc.array(statement, { minLength: 1, maxLength: most }), { minLength: count, maxLength: count });
  return fc
    .oneof({ weight: 3, arbitrary: several(2, 3) }, { weight: 1, arbitrary: several(3, 2) })
    .chain((threads) =>
      fc.record({
        threads: fc.boolean().map((alike) => (alike ? threads.map(() => threads[0]) : threads)),
        question: fc.option(questions(observables(threads.length)), { freq: 3 }),
      }),
    )
    .map(print);
}
