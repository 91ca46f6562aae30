/** Texts larger than any test: an answer or a clear complaint, and never an exhausted stack. */
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { loadTest } from '../../src/dialects/load.js';
import { explainTest } from '../../src/explain/index.js';
import { singleLines } from '../../src/report/check/single.js';
import { explainLines } from '../../src/report/explain/explain-text.js';
import { paintAt } from '../../src/report/text/colour.js';
import { messageOf } from '../../src/report/text/message.js';

const MEGABYTE = 1_000_000;
const BODY = '{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)\n';
const SETTINGS = { ...DEFAULT_SETTINGS, models: ['sc', 'armv8'] };

function withCode(code: string): string {
  return `C t\n{}\nP0(int *x) { ${code} WRITE_ONCE(*x, 1); }\nexists (x=1)\n`;
}

/** The observation on SC, or the first complaint. */
function outcome(text: string): string {
  const { models, diagnostics, crash } = checkSource({ name: 'large.litmus', text }, SETTINGS);
  if (crash !== null) return crash.message;
  const [first] = diagnostics;
  return first === undefined ? models[0].possible.join() : `${first.code}: ${messageOf(first)}`;
}

const LONG = 'l'.repeat(MEGABYTE);
const list = (number: number, each: (index: number) => string, between = ''): string =>
  Array.from({ length: number }, (_, index) => each(index)).join(between);

describe('a test with a megabyte', () => {
  it.each([
    ['of title', `C t\n"${LONG}"\n${BODY}`],
    ['of name', `C ${LONG}\n${BODY}`],
    ['of location', BODY.replaceAll('x', LONG).replace(/^/, 'C t\n').replace(`e${LONG}ists`, 'exists')],
    ['of local', `C t\n{}\nP0(int *x) { int ${LONG}; ${LONG} = READ_ONCE(*x); }\nexists (0:${LONG}=0)\n`],
  ])('%s is checked, explained and reported', (_, text) => {
    const source = { name: 'large.litmus', text };
    const result = checkSource(source, SETTINGS);
    expect(result.models.map(({ possible }) => possible)).toEqual([['Always'], ['Always']]);
    const lines = singleLines(result, result.info!, 80, paintAt(0));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    const { test } = loadTest(source);
    const told = explainLines(explainTest(test!, SETTINGS), 80, paintAt(0));
    expect(Math.max(...told.map((line) => line.trimEnd().length))).toBeLessThanOrEqual(80);
  });

  it.each([
    ['blanks', withCode(' '.repeat(16 * MEGABYTE)), 'Always'],
    ['line ends', withCode('\n'.repeat(16 * MEGABYTE)), 'Always'],
    ['continued lines', withCode('\\\n'.repeat(4 * MEGABYTE)), 'Always'],
    ['one string', withCode(`"${'s'.repeat(16 * MEGABYTE)}";`), /^unexpected: expected an expression/],
    ['escapes in a string', withCode(`"${'\\s'.repeat(4 * MEGABYTE)}";`), /^unexpected/],
  ])('or more of %s is read', (_, text, expected) => {
    expect(outcome(text)).toMatch(expected);
  });
});

describe('a test with far too many', () => {
  it.each([
    [
      'threads',
      `C t\n{}\n${list(10_000, (n) => `P${n}(int *x) { WRITE_ONCE(*x, 1); }\n`)}exists (x=1)\n`,
      'too-many: 10,000 threads are too many: expected at most 1,000',
    ],
    [
      'columns',
      `X86 t\n{}\n ${list(10_000, (n) => `P${n}`, '|')};\n ${list(10_000, () => 'MOV [x],$1', '|')};\nexists (x=1)\n`,
      'too-many: 10,000 threads are too many: expected at most 1,000',
    ],
    [
      'locations',
      BODY.replace('{}', `C t\n{${list(200_000, (n) => `x${n}=0;`)}}`),
      'too-many: 200,000 locations are too many: expected at most 50,000',
    ],
    [
      'calls within calls',
      `C t\n{}\nstatic int f0(int *x) { return 1; }\n${list(5000, (n) => `static int f${n + 1}(int *x) { return f${n}(x); }\n`)}P0(int *x) { int r0 = f5000(x); }\nexists (0:r0=1)\n`,
      'too-deep: the nesting of calls in P0 goes deeper than any litmus test should',
    ],
    [
      'parentheses',
      withCode(`int r0 = ${'('.repeat(10_000)}1${')'.repeat(10_000)};`),
      'too-deep: the expression goes deeper than any litmus test should',
    ],
    [
      'parentheses in the condition',
      `C t\n${BODY.replace('(x=1)', `${'('.repeat(10_000)}x=1${')'.repeat(10_000)}`)}`,
      'too-deep: the condition goes deeper than any litmus test should',
    ],
    [
      'parentheses within calls within calls',
      `C t\n{}\nstatic int f0(int *x) { return 1; }\n${list(90, (n) => `static int f${n + 1}(int *x) { return ${'('.repeat(250)}f${n}(x)${')'.repeat(250)}+!${'-!'.repeat(100)}f${n}(x); }\n`)}P0(int *x) { int r0 = f90(x); }\nexists (0:r0=1)\n`,
      /^too-deep: /,
    ],
  ])('%s says so', (_, text, expected) => {
    expect(outcome(text)).toMatch(expected);
  });
});

describe('a number beyond what a double holds', () => {
  it('is written as it is in complaints', () => {
    const thread = 'X86 t\n{ 9007199254740993:EAX=1; }\n P0 ;\n MOV [x],$1 ;\nexists (x=1)\n';
    expect(outcome(thread)).toBe(
      'unknown-thread: the test has no thread 9007199254740993: there is 1 thread, numbered from 0',
    );
    expect(
      outcome(thread.replace('9007199254740993', '0').replace('x=1', '9007199254740995:EAX=1')),
    ).toContain('no thread 9007199254740995');
    expect(outcome(withCode('').replace('{}', '{ int a[9007199254740993]; }'))).toBe(
      'unsupported: an array of 9007199254740993 elements is not supported',
    );
  });
});

it('a string without an end in the instruction table is a fault, for it takes the ends of cells along', () => {
  const row = 'X86 t\n{}\n P0 | P1 ;\n MOV [x],$1 "| MOV [y],$1 ;\nexists (x=1)\n';
  expect(outcome(row)).toBe('unterminated: the string that begins here has no end');
});
