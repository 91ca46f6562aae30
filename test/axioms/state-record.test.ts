/** The record of final states gives back what was put in, each once, however many values there are. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StateRecord } from '../../src/axioms/state-record.js';

it('holds each state once, in the order in which they came', () => {
  const states = fc.array(fc.array(fc.bigInt({ min: -3n, max: 3n }), { minLength: 3, maxLength: 3 }));
  fc.assert(
    fc.property(states, (added) => {
      const record = new StateRecord();
      for (const [index, state] of added.entries()) {
        const isNew = added.findIndex((each) => each.join() === state.join()) === index;
        expect(record.has([...state])).toBe(!isNew);
        record.add(state);
      }
      const distinct = [...new Map(added.map((state) => [state.join(), state])).values()];
      expect([...record.states()]).toEqual(distinct);
      expect(record.size).toBe(distinct.length);
    }),
  );
});

it('tells values apart of which there are more than a code unit counts', () => {
  const record = new StateRecord();
  const most = 140_000n;
  for (let value = 0n; value < most; value++) record.add([value, most - value]);
  expect(record.size).toBe(Number(most));
  expect(
    [...record.states()].every(([one, other], index) => one === BigInt(index) && one + other === most),
  ).toBe(true);
  expect(record.has([1n, 1n])).toBe(false);
});
