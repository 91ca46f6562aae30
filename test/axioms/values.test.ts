/** The values that an expression may have, given those of the reads in it. */
import { expect, it } from 'vitest';
import { possibleValues } from '../../src/axioms/values.js';
import type { Binary, Expression } from '../../src/program/expression.js';
import { INT } from '../../src/program/expression.js';

const read = (register: number): Expression => ({ kind: 'register', register });
const constant = (value: bigint): Expression => ({ kind: 'constant', value });
const binary = (left: Expression, operator: Binary, right: Expression): Expression => ({
  kind: 'binary',
  ...{ operator, type: INT, left, right },
});

it('are those of each part where the parts have no read in common', () => {
  const bits = Array.from({ length: 20 }, () => [0n, 1n]);
  const sum = bits.reduce((all: Expression, _, each) => binary(all, '+', read(each)), constant(5n));
  expect(possibleValues(sum, bits)?.toSorted((one, other) => Number(one - other))).toEqual(
    Array.from({ length: 21 }, (_, ones) => BigInt(5 + ones)),
  );
});

it('are those of all combinations where they have', () => {
  const of = [
    [1n, 2n, 3n],
    [0n, 1n],
  ];
  expect(possibleValues(binary(read(0), '-', read(0)), of)).toEqual([0n]);
  const both = binary(binary(read(0), '+', read(1)), '-', read(0));
  expect(possibleValues(both, of)).toEqual([0n, 1n]);
});

it('are unknown where those of a read are', () => {
  expect(possibleValues(binary(read(0), '+', read(1)), [[1n], null])).toBeNull();
  expect(possibleValues(read(2), [[1n]])).toBeNull();
});
