/**
 * Random litmus tests for property tests, as C text: two or three threads of a few statements over two locations and
 * a counter, with every kind of ordering that the dialect has, dependencies and conditionals included.
 */
import fc from 'fast-check';
import type { RandomQuestion } from './question.js';
import { printQuestion, questions } from './question.js';

/** A generated test in pieces, so that a law can change one and print again. */
export interface Generated {
  /** For each thread, its statements, a line each. */
  readonly threads: readonly (readonly string[])[];
}

/** What generated programs may contain. */
export interface Vocabulary {
  readonly updates: boolean;
  /** Store-releases and load-acquires. */
  readonly annotations: boolean;
  readonly conditionals: boolean;
}

export const EVERYTHING: Vocabulary = { updates: true, annotations: true, conditionals: true };

const REGISTERS = ['r0', 'r1', 'r2'];
const PLACES = ['x', 'y'];
const FENCES = ['smp_mb();', 'smp_rmb();', 'smp_wmb();', 'smp_mb__after_atomic();', 'barrier();'];
const UPDATES = [
  'R = atomic_fetch_add(1, c);',
  'R = atomic_fetch_add_relaxed(1, c);',
  'R = atomic_fetch_inc_acquire(c);',
  'R = atomic_add_return_release(2, c);',
  'atomic_inc(c);',
  'R = xchg_relaxed(P, 3);',
  'R = xchg(P, 4);',
  'R = cmpxchg(P, 0, 5);',
  'R = cmpxchg_relaxed(P, 1, 6);',
  'R = atomic_add_unless(c, 1, 0);',
];

const register = fc.constantFrom(...REGISTERS);
const place = fc.constantFrom(...PLACES);

function filled(templates: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...templates), register, register, place)
    .map(([template, r, s, p]) => template.replace(/\bR\b/g, r).replace(/\bS\b/g, s).replace(/\bP\b/g, p));
}

function simple(vocabulary: Vocabulary): fc.Arbitrary<string> {
  const templates = [
    'R = READ_ONCE(*P);',
    'R = READ_ONCE(*P);',
    'WRITE_ONCE(*P, 1);',
    'WRITE_ONCE(*P, 2);',
    'WRITE_ONCE(*P, S + 1);',
    'R = READ_ONCE(*(P + (S ^ S)));',
    'WRITE_ONCE(*(P + (S ^ S)), 7);',
    ...FENCES,
    ...(vocabulary.annotations
      ? ['R = smp_load_acquire(P);', 'smp_store_release(P, 8);', 'smp_store_mb(*P, 9);']
      : []),
    ...(vocabulary.updates ? UPDATES : []),
  ];
  return filled(templates);
}

function statement(vocabulary: Vocabulary): fc.Arbitrary<string> {
  const one = simple(vocabulary);
  if (!vocabulary.conditionals) return one;
  const conditional = fc.tuple(register, one, one).map(([r, a, b]) => `if (${r}) { ${a} } else { ${b} }`);
  return fc.oneof({ weight: 7, arbitrary: one }, { weight: 1, arbitrary: conditional });
}

/** Programs of two or three threads with at most `longest` statements each. */
export function programs(vocabulary: Vocabulary = EVERYTHING, longest = 4): fc.Arbitrary<Generated> {
  const thread = fc.array(statement(vocabulary), { minLength: 1, maxLength: longest });
  return fc
    .oneof(
      { weight: 3, arbitrary: fc.array(thread, { minLength: 2, maxLength: 2 }) },
      {
        weight: 1,
        arbitrary: fc.array(fc.array(statement(vocabulary), { minLength: 1, maxLength: 2 }), {
          minLength: 3,
          maxLength: 3,
        }),
      },
    )
    .chain((threads) =>
      // Some programs have interchangeable threads.
      fc.boolean().map((alike) => ({ threads: alike ? threads.map(() => threads[0]) : threads })),
    );
}

/** The test as litmus text; every register and location is observed. */
export function print(
  test: Generated,
  names: readonly [string, string] = ['x', 'y'],
  question: RandomQuestion | null = null,
): string {
  const rename = (text: string): string => text.replace(/\b[xy]\b/g, (name) => names[name === 'x' ? 0 : 1]);
  const threads = test.threads.map((statements, index) => {
    const body = ['int r0 = 0;', 'int r1 = 0;', 'int r2 = 0;', ...statements];
    return rename(
      `P${index}(int *x, int *y, atomic_t *c)\n{\n${body.map((line) => `\t${line}\n`).join('')}}\n`,
    );
  });
  const asked = printQuestion(observables(names, test.threads.length), question);
  return `C generated\n\n{}\n\n${threads.join('\n')}\n${asked}`;
}

function observables(names: readonly [string, string], threads: number): readonly string[] {
  const registers = Array.from({ length: threads }, (_, index) =>
    REGISTERS.map((name) => `${index}:${name}`),
  );
  return [...names, 'c', ...registers.flat()];
}

/** Texts of tests with questions of their own. */
export function texts(): fc.Arbitrary<string> {
  return programs().chain((program) =>
    fc
      .option(questions(observables(['x', 'y'], program.threads.length)), { freq: 3 })
      .map((question) => print(program, ['x', 'y'], question)),
  );
}
