/** The hash by which herd7 knows a test: those that logs of herd7's have, on the web and in its own tests, of tests written like these. */
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';

function hashOf(text: string): string | undefined {
  const { test } = loadTest({ name: 'test.litmus', text });
  expect(test).not.toBeNull();
  return test?.hash;
}

/** A test of threads, each with its parameters in brackets, and its lines. */
function written(init: string, question: string, ...threads: readonly (readonly string[])[]): string {
  const texts = threads.map(
    ([head, ...lines], at) =>
      `P${at}${head}\n{\n${lines.map((line) => (line === '' ? '\n' : `\t${line}\n`)).join('')}}\n`,
  );
  return ['C own', init, ...texts, question].join('\n');
}

const STORE_BUFFERING = written(
  '{}',
  'exists (0:r0=0 /\\ 1:r0=0)',
  ['(int *x, int *y)', 'int r0;', '', 'WRITE_ONCE(*x, 1);', 'smp_mb();', 'r0 = READ_ONCE(*y);'],
  ['(int *x, int *y)', 'int r0;', '', 'WRITE_ONCE(*y, 1);', 'smp_mb();', 'r0 = READ_ONCE(*x);'],
);
const twoReads = (one: string, other: string): readonly string[] => [
  '(int *x)',
  `int ${one};`,
  `int ${other};`,
  '',
  `${one} = READ_ONCE(*x);`,
  `${other} = READ_ONCE(*x);`,
];

describe('the hash of a test', () => {
  it.each([
    ['registers', 'd66d99523e2cac6b06e66f4c995ebb48', STORE_BUFFERING],
    [
      'registers of one thread',
      '378326ae44de3653b1ba8ac124001235',
      written('{}', 'exists (1:r0=1 /\\ 1:r1=0)', ['(int *x)', 'WRITE_ONCE(*x, 1);'], twoReads('r0', 'r1')),
    ],
    [
      'locations',
      '1a792dee75edb833d102fab919a2f031',
      written(
        '{\n}\n\n\t//none',
        'exists (x0=1 /\\ x1=1)',
        ['(int *x0, int *x1)', 'WRITE_ONCE(*x0, 1);', 'WRITE_ONCE(*x1, 2);'],
        ['(int *x0, int *x1)', 'WRITE_ONCE(*x1, 1);', 'WRITE_ONCE(*x0, 2);'],
      ),
    ],
    [
      'comments, and a location behind a register',
      '88a0adf99c569df659fc8b6eb67daa34',
      written(
        '{ }',
        'exists (1:r2=0 /\\ x1=2)  (* none *)',
        ['(int *x0, int *x1)', 'WRITE_ONCE(*x0, 1);', 'smp_wmb();\t\t//\\lnlbl[wmb]', 'WRITE_ONCE(*x1, 1);'],
        ['(int *x0, int *x1)', 'int r2;', '', 'WRITE_ONCE(*x1, 2);', 'smp_mb();', 'r2 = READ_ONCE(*x0);'],
      ),
    ],
    [
      'a number at first',
      '8e54976d74e1bc1ec5b6ce10eda3cb12',
      written(
        '{\nint x = 0;\n}',
        'exists(2:r1=1 /\\ 2:r2=2 /\\ 3:r3=2 /\\ 3:r4=1)',
        ['(int *x)', 'WRITE_ONCE(*x, 1);'],
        ['(int *x)', 'WRITE_ONCE(*x, 2);'],
        twoReads('r1', 'r2'),
        twoReads('r3', 'r4'),
      ),
    ],
    [
      'a pointer at first',
      '7eaf7b5e95419a3c352d7fd50b9cd0d5',
      written(
        '{\n\tint *y = &a;\n}',
        'exists (1:r0=x /\\ x=2)',
        ['(int *x, int **y, int *a)', 'int *r0;', '', '*x = 2;', 'r0 = cmpxchg_release(y, a, x);'],
        ['(int *x, int **y)', 'int *r0;', '', 'r0 = READ_ONCE(*y);', '*r0 = 1;'],
      ),
    ],
    [
      'a lock, and no question',
      '6fa204e139ddddf2cb6fa963bad117c0',
      written('{}', '', [
        '(spinlock_t *x)',
        'int r0;',
        '',
        'spin_lock(x);',
        'spin_unlock(x);',
        'r0 = spin_is_locked(x);',
      ]),
    ],
  ])('is that of herd7: %s', (_, hash, text) => {
    expect(hashOf(text)).toBe(hash);
  });

  it('counts what stands in the threads, and nothing of the name, the header and the spacing around', () => {
    const hash = hashOf(STORE_BUFFERING);
    for (const same of [
      STORE_BUFFERING.replace('C own', 'C other\n"title"\n(* comment *)\nExpect=sc:Never'),
      STORE_BUFFERING.replace('{}', '{\n}\n'),
      STORE_BUFFERING.replace('int *x, int *y', 'int* x,\n  int* y'),
      STORE_BUFFERING.replace('exists (0:r0=0 /\\ 1:r0=0)', 'forall ~(1:r0=1 \\/ 0:r0=0)'),
    ])
      expect(hashOf(same)).toBe(hash);
    for (const other of [
      STORE_BUFFERING.replace('smp_mb();', 'smp_mb() ;'),
      STORE_BUFFERING.replace('exists', 'locations [x;]\nexists'),
      STORE_BUFFERING.replace('int *x, int *y', 'int *y, int *x'),
      STORE_BUFFERING.replace('{}', '{ int x = 0; }'),
    ])
      expect(hashOf(other)).toMatch(/^(?!d66d99)[0-9a-f]{32}$/);
  });

  it('is that of the header, where there is one', () => {
    expect(hashOf(STORE_BUFFERING.replace('C own', 'C own\nhash=0123'))).toBe('0123');
  });

  it.each([
    ['a value without a type', STORE_BUFFERING.replace('{}', '{ x=1; }')],
    ['a list of values', STORE_BUFFERING.replace('{}', '{ int x=1, y=2; }')],
    ['a number that is not decimal', STORE_BUFFERING.replace('{}', '{ int x=0x1; }')],
    ['another type', STORE_BUFFERING.replaceAll('(int *x, int *y)', '(long *x, long *y)')],
    [
      'a type of which no log is known',
      STORE_BUFFERING.replace('{}', '{}\n').replace('(int *x, int *y)', '(int *x, int *y, atomic_t *z)'),
    ],
    ['a qualifier', STORE_BUFFERING.replace('(int *x, int *y)', '(volatile int *x, int *y)')],
    ['a function', STORE_BUFFERING.replace('P0(', 'static int f(void) { return 1; }\nP0(')],
    ['a macro', STORE_BUFFERING.replace('P0(', '#define ONE 1\nP0(')],
    ['a filter', STORE_BUFFERING.replace('exists', 'filter (0:r0=1)\nexists')],
    ['a brace in a comment', STORE_BUFFERING.replace('smp_mb();', 'smp_mb(); // }')],
    ['letters beyond ASCII', STORE_BUFFERING.replace('smp_mb();', 'smp_mb(); // ä')],
    ['another end of lines', STORE_BUFFERING.replaceAll('\n', '\r\n')],
    ['a key that counts', STORE_BUFFERING.replace('C own', 'C own\nMT=x')],
    ['two locations compared', STORE_BUFFERING.replace('0:r0=0', '0:r0=1:r0')],
    ['assembly', 'X86 own\n{ x=0; }\n P0 ;\n MOV [x],$1 ;\nexists (x=1)\n'],
  ])('is left out where herd7 may find another: %s', (_, text) => {
    expect(hashOf(text)).toBeUndefined();
  });
});
