/** The domain of a fence is one of the expressions of its instruction, for all that visit or map them. */
import { expect, it } from 'vitest';
import type { Expression } from '../../src/program/expression.js';
import { eachUse } from '../../src/program/flow.js';
import type { Instruction } from '../../src/program/program.js';
import { mapExpressions, mapRegisters } from '../../src/program/substitute.js';
import { printProgram } from './print-program.js';

const span = { source: { name: 'a', text: '' }, start: 0, end: 0 };
const fence: Instruction = { kind: 'fence', fence: { kind: 'none', name: 'wait' }, span };
const waiting: Instruction = {
  ...fence,
  domain: { kind: 'register', register: 1 },
  event: { tag: 'sync-srcu', statement: 2 },
};

function usesOf(instruction: Instruction): readonly number[] {
  const uses: number[] = [];
  eachUse(instruction, (register) => uses.push(register));
  return uses;
}

it('it is read', () => {
  expect(usesOf(waiting)).toEqual([1]);
  expect(usesOf(fence)).toEqual([]);
});

it('it is mapped, and a fence without one is left as it is', () => {
  const seven = (expression: Expression): Expression =>
    mapRegisters(expression, () => ({ kind: 'constant', value: 7n }));
  expect(mapExpressions(waiting, seven)).toEqual({ ...waiting, domain: { kind: 'constant', value: 7n } });
  expect(mapExpressions(waiting, (each) => each)).toBe(waiting);
  expect(mapExpressions(fence, seven)).toBe(fence);
});

it('it is printed', () => {
  const registers = ['r0', 's'].map((name) => ({ name, initial: 0n }));
  const threads = [{ name: 'P0', registers, code: [waiting] }];
  const printed = printProgram({ controlDependencies: 'arms', instructions: null, locations: [], threads });
  expect(printed).toContain('fence wait [s] {sync-srcu 2}');
});
