/** Random C tests whose pointers leave their objects: by a little, or to where nothing is. */
import fc from 'fast-check';
import { printQuestion, questions } from './question.js';

/** In templates R and S are registers, P is a location, Q one that holds an address. */
const STATEMENTS = [
  'R = READ_ONCE(*P);',
  'R = READ_ONCE(*P);',
  'WRITE_ONCE(*P, 1);',
  'WRITE_ONCE(*P, S + 1);',
  'smp_mb();',
  'smp_wmb();',
  'R = READ_ONCE(*(P + 1));',
  'WRITE_ONCE(*(P + 1), 1);',
  'R = READ_ONCE(*(P - 1));',
  'R = READ_ONCE(*(P + S));',
  'WRITE_ONCE(*(P + R), 2);',
  'smp_store_release(P + 1, 1);',
  'R = smp_load_acquire(P + 1);',
  'R = xchg(P + 1, 3);',
  'R = xchg_relaxed(P + S, 4);',
  'R = cmpxchg_release(P + 1, 0, 5);',
  'if (R) { S = READ_ONCE(*(P + 2)); } else { WRITE_ONCE(*(P + 2), 1); }',
  'q = READ_ONCE(*p); R = READ_ONCE(*q);',
  'q = READ_ONCE(*p); WRITE_ONCE(*q, 6);',
  'q = READ_ONCE(*p); R = READ_ONCE(*(q + 1));',
  'WRITE_ONCE(*p, P);',
  'WRITE_ONCE(*p, P + 1);',
];
/** Where nothing is; most tests do without. */
const WILD = ['WRITE_ONCE(*p, 0);', 'R = READ_ONCE(*(P + 100000));', 'if (R) WRITE_ONCE(*(P + 9999), 1);'];

const REGISTERS = ['r0', 'r1'];

/** Texts of tests, some of which use addresses near no object. */
export function strays(): fc.Arbitrary<string> {
  return fc
    .boolean()
    .chain((wild) => fc.array(thread(wild), { minLength: 2, maxLength: 3 }))
    .chain((threads) => {
      const observables = ['x', 'y', ...threads.flatMap((_, index) => REGISTERS.map((r) => `${index}:${r}`))];
      return questions(observables).map((question) => printed(threads, observables, question));
    });
}

function thread(wild: boolean): fc.Arbitrary<readonly string[]> {
  const register = fc.constantFrom(...REGISTERS);
  const statement = fc
    .tuple(
      fc.constantFrom(...STATEMENTS, ...(wild ? WILD : [])),
      register,
      register,
      fc.constantFrom('x', 'y'),
    )
    .map(([template, r, s, p]) => template.replace(/\bR\b/g, r).replace(/\bS\b/g, s).replace(/\bP\b/g, p));
  return fc.array(statement, { minLength: 1, maxLength: 3 });
}

function printed(
  threads: readonly (readonly string[])[],
  observables: readonly string[],
  question: Parameters<typeof printQuestion>[1],
): string {
  const texts = threads.map((statements, index) => {
    const body = ['int r0 = 0;', 'int r1 = 0;', 'int *q;', ...statements];
    return `P${index}(int *x, int *y, int **p)\n{\n${body.map((line) => `\t${line}\n`).join('')}}\n`;
  });
  return `C strays\n\n{ int *p = &x; }\n\n${texts.join('\n')}\n${printQuestion(observables, question)}`;
}
