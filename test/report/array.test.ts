/** Whole arrays in conditions and in final states: `a={1,2}`. */
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { printSource } from '../../src/dialects/print-source.js';
import { singleLines } from '../../src/report/check/single.js';
import { paintAt } from '../../src/report/text/colour.js';
import { messageOf } from '../../src/report/text/message.js';

const C = (question: string): string => `C arrays
{ int a[2]={1,2}; int b[12]; int x; int *p[2]={&x,&x}; }
P0(int *a, int *x, int **p)
{
	WRITE_ONCE(a[0], 5);
	WRITE_ONCE(p[1], &a[1]);
}
P1(int *a, int *b)
{
	int r0 = READ_ONCE(a[0]);
	WRITE_ONCE(b[10], 3);
}
${question}
`;
const check = (text: string) =>
  checkSource({ name: 'arrays.litmus', text }, { ...DEFAULT_SETTINGS, models: ['sc'] });

/** The verdict, and the final states as the table shows them. */
function shown(text: string): readonly [string, readonly string[]] {
  const result = check(text);
  if (result.info === null) throw new Error(result.diagnostics.map(messageOf).join());
  const lines = singleLines(result, result.info, 120, paintAt(0));
  const states = lines.flatMap((line) => /^ {2}[ *!] (.*\S) +(?:allowed|forbidden)$/.exec(line)?.[1] ?? []);
  return [result.models[0].possible.join(), states];
}

describe('a list in a condition', () => {
  it.each([
    ['exists (a={5,2})', 'Always'],
    ['exists ([a]={5,2})', 'Always'],
    ['exists ({5,2}=a)', 'Always'],
    ['exists (a={5,1})', 'Never'],
    ['exists (a!={5,1})', 'Always'],
    ['exists (~(a={5,2}))', 'Never'],
    ['exists (1:r0=5 /\\ a={5,2})', 'Sometimes'],
    ['exists (p={x,&a[1]})', 'Always'],
    ['exists (a={-1,2})', 'Never'],
    ['exists (a={1:r0,2})', 'Sometimes'],
    ['filter (a={1,2}) exists (1:r0=5)', 'None'],
  ])('%s: %s', (question, verdict) => {
    expect(check(C(question)).models[0].possible.join()).toBe(verdict);
  });

  it.each([
    [
      'exists (a={5,2,1})',
      "'a' has 2 elements: a list of 3 values is compared with a whole array of as many",
    ],
    ['exists (x={1})', "'x' is no array: a list of 1 value is compared with a whole array of as many"],
    ['exists (a[0]={1})', "'a[0]' is no array: a list of 1 value is compared with a whole array of as many"],
    ['exists (a<{5,2})', "expected '=' or '!=' where an array is compared as a whole, found '<'"],
    ['exists (a={5,2)', "expected ',' or '}' in a list of values, found ')'"],
    ['exists ({5,2})', "expected a register, a location or a number, found '{'"],
    ['locations [{5,2};]', "expected a register, a location or a number, found '{'"],
  ])('%s is refused', (question, message) => {
    const { status, diagnostics } = check(C(question));
    expect([status, diagnostics.map(messageOf)]).toEqual(['error', [message]]);
  });

  it('is printed', () => {
    const { text } = printSource({ name: 'a.litmus', text: C('exists ( [a] = { 5 , &x } )') });
    expect(text).toContain('exists ([a]={5,&x})\n');
  });
});

describe('a whole array in final states', () => {
  it('is one column where the condition compares it', () => {
    expect(shown(C('exists (1:r0=1 /\\ a={5,2})'))).toEqual([
      'Sometimes',
      ['1:r0=1; a={5,2}', '1:r0=5; a={5,2}'],
    ]);
  });

  it('is one where it is listed, its elements in their order, addresses by name', () => {
    expect(shown(C('locations [b; p;] exists (1:r0=1)'))[1][0]).toBe(
      '1:r0=1; b={0,0,0,0,0,0,0,0,0,0,3,0}; p={x,a[1]}',
    );
  });

  it('is none where only elements are asked for', () => {
    expect(shown(C('locations [a[1];] exists (a[0]=5)'))[1]).toEqual(['a[0]=5; a[1]=2']);
  });

  it('is none where an element has a name of its own', () => {
    const text = C('exists (a={5,2})').replace('\n', '\nNames=first:a[0]\n');
    expect(shown(text)[1]).toEqual(['first=5 && a[1]=2']);
  });

  it('is open where a state that cannot be leaves it open', () => {
    expect(shown(C('locations [a;] exists (1:r0=7)'))[1][0]).toBe('1:r0=7; a=any');
  });

  it('is its elements in the JSON report, as all locations are', () => {
    const { info, models } = check(C('exists (a={5,2})'));
    expect(info?.observables).toEqual(['a[0]', 'a[1]']);
    expect(models[0].states).toEqual([['5', '2']]);
  });
});
