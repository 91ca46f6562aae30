/** The condition resolved: what is observed, in herd7's order, and what names mean on either side of a comparison. */
import { describe, expect, it } from 'vitest';
import { satisfies } from '../../src/program/condition.js';
import { load } from './load.js';

const THREADS =
  'P0(int *x, int *y, u32 *u) { int r0 = 1; int r10 = 2; int r2 = 3; }\nP1(int *x) { int own = 1; }';

function question(condition: string, init = '', header = '') {
  const test = load(`C test\n${header}\n{ ${init} }\n${THREADS}\n${condition}\n`);
  const { observables, shown } = test.question;
  return { test, names: observables.map(({ name }) => name), shown };
}

describe('the observables', () => {
  it('are registers by thread and name, then locations by name', () => {
    const { names } = question('exists (y=1 /\\ x=1 /\\ 1:own=1 /\\ 0:r2=1 /\\ 0:r10=1 /\\ 0:r0=0)');
    expect(names).toEqual(['0:r0', '0:r10', '0:r2', '1:own', 'x', 'y']);
  });

  it('are those of the condition and of locations; those that only the filter reads come behind', () => {
    const { names, shown } = question('locations [y; 0:r2]\nfilter (0:r0=1 /\\ y=0)\nexists (x=1)');
    expect(names.slice(0, shown)).toEqual(['0:r2', 'x', 'y']);
    expect(names.slice(shown)).toEqual(['0:r0']);
  });

  it('list an array and a structure with all their parts that exist', () => {
    const init = 'int a[2]={1,2}; struct page p; p.flags=1;';
    const { names } = question('locations [a; p]\nexists (p._refcount=0 /\\ a[1]=2)', init);
    expect(names).toEqual(['a[0]', 'a[1]', 'p._refcount', 'p.flags']);
  });

  it('call the first element of an array by the array’s name', () => {
    expect(question('exists (a=1)', 'int a[2];').names).toEqual(['a[0]']);
  });

  it('are found by a register’s bare name where one thread has it', () => {
    expect(question('exists (own)').names).toEqual(['1:own']);
  });

  it('include what the header names', () => {
    const { test, names, shown } = question('exists (x=1)', '', 'Names=mine:1:own wrote:x');
    expect(names.slice(0, shown)).toEqual(['1:own', 'x']);
    expect(test.names).toEqual([
      { label: 'mine', observable: 0 },
      { label: 'wrote', observable: 1 },
    ]);
  });
});

describe('a comparison', () => {
  /** Whether a condition over one observable holds of a value. */
  function holds(condition: string, value: bigint, init = ''): boolean {
    const { test } = question(`exists (${condition})`, init);
    return satisfies(test.question.proposition, [value]);
  }

  it('has an address on its right', () => {
    const { test } = question('exists (0:r0=y)');
    const address = test.programFor('x86').locations.find(({ name }) => name === 'y')?.address ?? 0n;
    expect(satisfies(test.question.proposition, [address])).toBe(true);
    expect(holds('x=&y', address)).toBe(true);
    expect(holds('x=1', address)).toBe(false);
  });

  it('reads a number in the type of what it is compared with', () => {
    expect(holds('u=-1', 4294967295n)).toBe(true);
    expect(holds('x=0xffffffff', -1n)).toBe(true);
    expect(holds('x=0x1ffffffff', -1n)).toBe(false);
  });

  it('may set two observables against each other', () => {
    const { test, names } = question('exists (0:r0=1:own)');
    expect(names).toEqual(['0:r0', '1:own']);
    expect(satisfies(test.question.proposition, [4n, 4n])).toBe(true);
    expect(satisfies(test.question.proposition, [4n, 5n])).toBe(false);
  });

  it('is with 0 where a name stands alone', () => {
    expect(holds('x', 0n)).toBe(false);
    expect(holds('x', -3n)).toBe(true);
    expect(holds('!x', 0n)).toBe(true);
  });
});

it('a test without a condition asks for all its states', () => {
  const { test } = question('locations [x;]');
  expect(test.question.quantifier).toBe('forall');
  expect(test.question.proposition).toEqual({ kind: 'truth', value: true });
});

it('the proposition’s text is the user’s own', () => {
  expect(question('exists (x=1 /\\ ~(y=2))').test.question.text).toBe('(x=1 /\\ ~(y=2))');
});
