/** The variants of the primitives: each is a primitive that takes as many arguments, and the barriers of the table are all there. */
import { describe, expect, it } from 'vitest';
import { FENCES, type Primitive, type Variant } from '../../src/kernel/primitive.js';
import { BARRIERS } from '../../src/kernel/primitives/barrier.js';
import { PRIMITIVES } from '../../src/kernel/primitives/index.js';

const ALL: readonly (readonly [Primitive, Variant])[] = [...PRIMITIVES.values()].flatMap((primitive) =>
  primitive.variants.map((variant) => [primitive, variant] as const),
);

function named(name: string): readonly string[] {
  return PRIMITIVES.get(name)!.variants.map((variant) => `${variant.negated ? '!' : ''}${variant.name}`);
}

describe('a variant', () => {
  it('is a primitive, and another one', () => {
    const wrong = ALL.filter(([{ name }, variant]) => !PRIMITIVES.has(variant.name) || variant.name === name);
    expect(wrong).toEqual([]);
  });

  it('takes the arguments that the primitive takes, and those that it adds', () => {
    const wrong = ALL.filter(([{ parameters }, { name, leading }]) => {
      const more = leading === null ? 0 : 1;
      return PRIMITIVES.get(name)!.parameters.length !== parameters.length + more;
    });
    expect(wrong.map(([{ name }, variant]) => [name, variant.name])).toEqual([]);
  });

  it('with a field is one of a primitive that takes a structure first', () => {
    const fields = ALL.filter(([, { field }]) => field !== null);
    expect(fields.length).toBeGreaterThan(20);
    expect(fields.filter(([{ parameters }]) => parameters[0].kind !== 'structure')).toEqual([]);
  });

  it('gives a value where the value is used', () => {
    const wrong = ALL.filter(
      ([{ result }, { name, fits }]) =>
        result !== 'void' && fits !== 'unused' && PRIMITIVES.get(name)!.result === 'void',
    );
    expect(wrong).toEqual([]);
  });
});

describe('the variants', () => {
  it('of a family are its other orderings, and the form without a value', () => {
    expect(named('xchg')).toEqual(['xchg_relaxed', 'xchg_acquire', 'xchg_release']);
    expect(named('atomic_fetch_or_acquire')).toEqual([
      'atomic_or',
      'atomic_fetch_or_relaxed',
      'atomic_fetch_or_release',
      'atomic_fetch_or',
    ]);
  });

  it('of what has no orderings are those of the atomic that it is', () => {
    expect(named('put_page_testzero')).toEqual([
      'page_ref_dec',
      '!atomic_dec_return_relaxed',
      '!atomic_dec_return_acquire',
      '!atomic_dec_return_release',
    ]);
    expect(named('PageDirty')).toEqual(['test_bit_acquire']);
    expect(named('PageUptodate')).toEqual(['test_bit']);
  });
});

it('every barrier says what it is for', () => {
  expect([...BARRIERS.keys()].sort()).toEqual([...FENCES].sort());
  const costs = [...BARRIERS.values()].flatMap(({ cost }) => cost ?? []);
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
});
