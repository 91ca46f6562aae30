/**
 * Random tests of many threads with little code, for what a search remembers: much is decided in many orders, so that parts of
 * executions come up again and again which differ in nothing that matters, or in one thing that does. Few registers are
 * observed or none, as what is observed tells parts apart by itself.
 */
import fc from 'fast-check';
import { printQuestion } from './question.js';

const PLACES = ['x', 'y', 'z'];

/** What comes of a statement hangs on order: of threads at a counter, of accesses behind barriers, of what was read. */
const STATEMENTS = [
  'WRITE_ONCE(*P, N);',
  'R = READ_ONCE(*P);',
  'R = smp_load_acquire(P);',
  'smp_store_release(P, N);',
  'WRITE_ONCE(*P, R + N);',
  'R = atomic_fetch_add_relaxed(N, c);',
  'R = xchg_relaxed(P, N);',
  'R = xchg_acquire(P, N);',
];
const PAIRS = [
  'WRITE_ONCE(*P, N); smp_mb(); R = READ_ONCE(*Q);',
  'R = READ_ONCE(*P); smp_mb(); WRITE_ONCE(*Q, N);',
  'WRITE_ONCE(*P, N); smp_store_release(Q, N);',
  'R = smp_load_acquire(P); R = READ_ONCE(*Q);',
  'R = READ_ONCE(*P); WRITE_ONCE(*Q, R);',
  'spin_lock(s); R = READ_ONCE(*P); WRITE_ONCE(*P, R + N); spin_unlock(s);',
  'spin_lock(s); WRITE_ONCE(*P, N); spin_unlock(s);',
  'rcu_read_lock(); WRITE_ONCE(*P, N); R = READ_ONCE(*Q); rcu_read_unlock();',
  'WRITE_ONCE(*P, N); synchronize_rcu(); R = READ_ONCE(*Q);',
  'R = atomic_fetch_add_relaxed(N, c); WRITE_ONCE(*P, R);',
];
const REGISTERS = ['r0', 'r1'];

function filled(templates: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({
      template: fc.constantFrom(...templates),
      register: fc.constantFrom(...REGISTERS),
      places: fc.shuffledSubarray(PLACES, { minLength: 2, maxLength: 2 }),
      number: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ template, register, places: [one, other], number }) =>
      template
        .replace(/\bR\b/g, register)
        .replace(/\bP\b/g, one)
        .replace(/\bQ\b/g, other)
        .replace(/\bN\b/g, String(number)),
    );
}

/** Texts of such tests. */
export function crowds(): fc.Arbitrary<string> {
  const thread = fc.oneof(
    filled(PAIRS).map((pair) => [pair]),
    fc.tuple(filled(STATEMENTS), filled(STATEMENTS)),
    fc.tuple(filled(PAIRS), filled(STATEMENTS)),
  );
  return fc.array(thread, { minLength: 3, maxLength: 4 }).chain((bodies) => {
    const registers = bodies.flatMap((_, index) => REGISTERS.map((name) => `${index}:${name}`));
    return fc.subarray([...PLACES, ...registers], { minLength: 1, maxLength: 3 }).map((observables) => {
      const printed = bodies.map((body, index) => {
        const lines = [...REGISTERS.map((name) => `int ${name} = 0;`), ...body];
        return `P${index}(int *x, int *y, int *z, atomic_t *c, spinlock_t *s)\n{\n${lines.map((line) => `\t${line}\n`).join('')}}\n`;
      });
      return `C generated\n\n{}\n\n${printed.join('\n')}\n${printQuestion(observables, null)}`;
    });
  });
}
