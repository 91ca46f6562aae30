/**
 * Random tests of what the Linux-kernel model alone knows, as C text: plain accesses beside marked ones, so that there are
 * data races; locks, with attempts and looks; RCU and SRCU readers and grace periods; dependencies. They are small, for
 * every execution of one is gone through.
 */
import fc from 'fast-check';
import { printQuestion, questions } from './question.js';

const PLACES = ['x', 'y'];
const REGISTERS = ['r0', 'r1'];

const place = fc.constantFrom(...PLACES);
const register = fc.constantFrom(...REGISTERS);

/** What a thread does, a statement or a few that belong together. */
const ACCESSES = [
  'R = READ_ONCE(*P);',
  'R = READ_ONCE(*P);',
  'WRITE_ONCE(*P, 1);',
  'WRITE_ONCE(*P, 2);',
  'WRITE_ONCE(*P, S + 1);',
  'R = smp_load_acquire(P);',
  'smp_store_release(P, 3);',
];
const PLAIN = ['R = *P;', '*P = 1;', '*P = 2;', '*P = S;', '*P = *Q;'];
const FENCES = ['smp_mb();', 'smp_rmb();', 'smp_wmb();', 'barrier();', 'smp_mb__after_atomic();'];
const UPDATES = [
  'R = xchg_relaxed(P, 4);',
  'R = xchg(P, 4);',
  'R = cmpxchg(P, 0, 5);',
  'R = cmpxchg_acquire(P, 1, 5);',
  'R = atomic_fetch_add_release(1, c);',
  'atomic_inc(c);',
  'R = atomic_add_unless(c, 1, 0);',
];
const LOCKED = [
  'spin_lock(s); BODY spin_unlock(s);',
  'if (spin_trylock(s)) { BODY spin_unlock(s); }',
  'R = spin_is_locked(s);',
  'smp_mb__after_unlock_lock();',
  'smp_mb__after_spinlock();',
];
const RCU = [
  'rcu_read_lock(); BODY BODY rcu_read_unlock();',
  'rcu_read_lock(); BODY rcu_read_unlock(); BODY',
  'BODY synchronize_rcu(); BODY',
  'synchronize_rcu();',
];
const SRCU = [
  'R = srcu_read_lock(q); BODY srcu_read_unlock(q, R);',
  'BODY synchronize_srcu(q); BODY',
  'synchronize_srcu(q);',
];

/** Which families of statements a test may have. */
type Family = 'plain' | 'updates' | 'locks' | 'rcu' | 'srcu';

const FAMILIES: Readonly<Record<Family, readonly string[]>> = {
  plain: PLAIN,
  updates: UPDATES,
  locks: LOCKED,
  rcu: RCU,
  srcu: SRCU,
};

function filled(templates: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...templates), register, register, place, place)
    .map(([template, r, s, p, q]) =>
      template.replace(/\bR\b/g, r).replace(/\bS\b/g, s).replace(/\bP\b/g, p).replace(/\bQ\b/g, q),
    );
}

function statement(families: readonly Family[]): fc.Arbitrary<string> {
  const short = [...ACCESSES, ...(families.includes('plain') ? PLAIN : [])];
  const others = families.filter((family) => family !== 'plain');
  const one = filled(short);
  const special =
    others.length === 0 ? one : fc.constantFrom(...others).chain((family) => filled(FAMILIES[family]));
  const body = fc.tuple(special, one, one).map(([text, ...bodies]) => {
    let next = 0;
    return text.replace(/\bBODY\b/g, () => bodies[next++ % bodies.length]);
  });
  const conditional = fc.tuple(register, one).map(([r, then]) => `if (${r}) { ${then} }`);
  return fc.oneof(
    { weight: 4, arbitrary: one },
    { weight: 3, arbitrary: body },
    { weight: 1, arbitrary: filled(FENCES) },
    { weight: 1, arbitrary: conditional },
  );
}

/** Texts of tests for the kernel's model; `families` are what they may have besides marked accesses. */
export function kernelTexts(families: readonly Family[]): fc.Arbitrary<string> {
  const thread = (longest: number) => fc.array(statement(families), { minLength: 1, maxLength: longest });
  const threads = fc.oneof(
    { weight: 3, arbitrary: fc.array(thread(3), { minLength: 2, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(thread(2), { minLength: 3, maxLength: 3 }) },
  );
  return fc.tuple(threads, fc.boolean()).chain(([some, alike]) => {
    const bodies = alike ? some.map(() => some[0]) : some;
    const observables = [
      ...PLACES,
      ...bodies.flatMap((_, index) => REGISTERS.map((name) => `${index}:${name}`)),
    ];
    return fc.option(questions(observables), { freq: 4 }).map((question) => {
      const printed = bodies.map((body, index) => {
        const lines = [...REGISTERS.map((name) => `int ${name} = 0;`), ...body];
        return `P${index}(int *x, int *y, atomic_t *c, spinlock_t *s, struct srcu_struct *q)\n{\n${lines.map((line) => `\t${line}\n`).join('')}}\n`;
      });
      return `C generated\n\n{}\n\n${printed.join('\n')}\n${printQuestion(observables, question)}`;
    });
  });
}
