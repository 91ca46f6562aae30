/** Which threads a filter treats alike. */
import { expect, it } from 'vitest';
import { treatedAlike } from '../../src/program/filter-symmetry.js';
import { load } from '../laws/searches.js';

const GROUP = [0, 1, 2];

/** The parts of three threads that a filter treats alike, as text. */
function alike(filter: string): string {
  const threads = GROUP.map((index) => `P${index}(int *x)\n{\n\tint r0 = READ_ONCE(*x);\n}\n`).join('\n');
  const { question } = load(`C generated\n\n{}\n\n${threads}\nfilter (${filter})\nexists (true)\n`);
  return JSON.stringify(treatedAlike([GROUP], question));
}

it.each([
  ['x=1', '[[0,1,2]]'],
  ['0:r0=1', '[[1,2]]'],
  ['0:r0=1 /\\ 1:r0=1', '[[0,1]]'],
  ['0:r0=1 /\\ 1:r0=2', '[]'],
  ['1:r0=1 /\\ (2:r0=1 /\\ 0:r0=1)', '[[0,1,2]]'],
  ['~(0:r0=1 \\/ ~(1:r0!=1)) /\\ 2:r0!=1', '[[0,1,2]]'],
  ['0:r0=1 \\/ 1:r0=1 /\\ 2:r0=1', '[[1,2]]'],
  ['(0:r0=1 /\\ 1:r0=2) \\/ (1:r0=1 /\\ 0:r0=2)', '[[0,1]]'],
  ['(0:r0=1 => 1:r0=1)', '[]'],
  ['0:r0=1:r0', '[[0,1]]'],
  ['0:r0=1:r0 /\\ 1:r0=2:r0', '[[0,2]]'],
])('%s', (filter, expected) => {
  expect(alike(filter)).toBe(expected);
});
