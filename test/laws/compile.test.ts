/** The law of the compiler (compile.ts) on random tests, on a part of the library, and on published tests where they are at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPILE_TARGETS } from '../../src/compile/compile-target.js';
import { compiledFor } from './compile.js';
import { texts } from './generate.js';
import { loops } from './loops.js';
import { structures } from './structures.js';

const SEED = 20190108;
const RUNS = Number(process.env.PINLITMUS_LAW_RUNS ?? 40);
const LIBRARY = join(import.meta.dirname, '../../litmus');
const PUBLISHED = join(import.meta.dirname, '../../../shared/corpus/c');

const GENERATORS = [
  ['C', texts()] as const,
  ['C with structures', structures()] as const,
  ['C with loops', loops()] as const,
];

/** Every so manieth test of a folder. */
function sample(folder: string, step: number): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.litmus'))
    .sort()
    .filter((_, index) => index % step === 0);
}

describe.each(COMPILE_TARGETS.map((target) => [target.name, target] as const))('%s', (_, target) => {
  it.each(GENERATORS)('%s, compiled, has the same states', (_name, generated) => {
    const kinds = new Map<string, number>();
    fc.assert(
      fc.property(generated, (text) => {
        const outcome = compiledFor(text, target);
        kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
        expect(outcome.kind === 'wrong' ? outcome.why : null, text).toBeNull();
      }),
      { numRuns: Math.ceil(RUNS / 2), seed: SEED },
    );
    expect(kinds.get('same') ?? 0).toBeGreaterThan(RUNS / 8);
  });

  it.for([
    ['the library', LIBRARY, 12],
    ['published tests', PUBLISHED, 60],
  ] as const)('a part of %s, compiled, has the same states', ([, folder, step], { skip }) => {
    skip(!existsSync(folder), 'the published tests are not at hand');
    const outcomes = sample(folder, step).map((file) => {
      const outcome = compiledFor(readFileSync(join(folder, file), 'utf8'), target);
      return { file, ...outcome };
    });
    expect(outcomes.filter(({ kind }) => kind === 'wrong')).toEqual([]);
    expect(outcomes.filter(({ kind }) => kind === 'same').length).toBeGreaterThan(outcomes.length / 2);
  });

  it.each(['int', 'unsigned int'])(
    'comparisons at the ends of %s, compiled, have the same states',
    (type) => {
      const [first, second] = type === 'int' ? [-2147483648, 2147483647] : [4294967295, 2147483648];
      const tests = ['<', '<=', '>', '>=', '==', '!='].map((sign, index) => `int r${index} = a ${sign} b;`);
      const text = `C ends
{}
P0(${type} *x) { WRITE_ONCE(*x, ${first}); }
P1(${type} *x) { WRITE_ONCE(*x, ${second}); }
P2(${type} *x) { ${type} a = READ_ONCE(*x); ${type} b = READ_ONCE(*x); ${tests.join(' ')} }
locations [2:r0; 2:r1; 2:r2; 2:r3; 2:r4; 2:r5]
exists (2:r0=1 /\\ x=1)
`;
      expect(compiledFor(text, target)).toEqual({ kind: 'same' });
    },
  );

  it('an unsigned register that begins with its highest bit set, compiled, has the same states', () => {
    const text = `C begins
{ unsigned int 0:a=4294967295; }
P0(int *x) { int r0 = a > 1; int r1 = (a >> 31) + READ_ONCE(*x); }
P1(int *x) { WRITE_ONCE(*x, 1); }
exists (0:r0=1 /\\ 0:r1=2)
`;
    expect(compiledFor(text, target)).toEqual({ kind: 'same' });
  });

  it('a condition that tests for page flags, compiled, has the same states', () => {
    const body =
      'P0(struct page *page) { SetPageWriteback(page); }\nP1(struct page *page) { ClearPageLocked(page); }';
    const text = `C flags\n{}\n${body}\nexists (page->flags & PG_writeback|PG_locked)\n`;
    expect(compiledFor(text, target)).toMatchObject({ kind: 'same' });
  });
});
