import { describe, expect, it } from 'vitest';
import { observationOf, verdictOf } from '../../src/check/verdict.js';

const whole = (positive: number, negative: number) => ({ positive, negative, complete: true });
const cut = (positive: number, negative: number) => ({ positive, negative, complete: false });

describe('the verdict of a complete exploration', () => {
  it('is Never, Sometimes or Always by which final states satisfy the proposition', () => {
    expect(observationOf(verdictOf('exists', whole(0, 3)))).toBe('Never');
    expect(observationOf(verdictOf('exists', whole(1, 3)))).toBe('Sometimes');
    expect(observationOf(verdictOf('exists', whole(2, 0)))).toBe('Always');
  });

  it('observes the proposition, not its quantified form', () => {
    expect(observationOf(verdictOf('~exists', whole(0, 3)))).toBe('Never');
    expect(observationOf(verdictOf('forall', whole(2, 0)))).toBe('Always');
  });

  it('is None without any final state, which is not Never', () => {
    for (const quantifier of ['exists', '~exists', 'forall'] as const)
      expect(observationOf(verdictOf(quantifier, whole(0, 0)))).toBe('None');
  });

  it.each([
    ['exists', 0, 2, false],
    ['exists', 1, 1, true],
    ['~exists', 0, 2, true],
    ['~exists', 1, 1, false],
    ['forall', 2, 0, true],
    ['forall', 1, 1, false],
    ['forall', 0, 0, true],
  ] as const)(
    'says of %s with %i for and %i against that it holds: %s',
    (quantifier, positive, negative, holds) => {
      expect(verdictOf(quantifier, whole(positive, negative)).holds).toBe(holds);
    },
  );
});

describe('the verdict of an exploration that was cut short', () => {
  it('is never Never', () => {
    expect(verdictOf('exists', cut(0, 5)).possible).toEqual(['Never', 'Sometimes']);
    expect(verdictOf('exists', cut(0, 0)).possible).toEqual(['Never', 'Sometimes', 'Always', 'None']);
  });

  it('is Sometimes once a state on either side was found', () => {
    expect(observationOf(verdictOf('exists', cut(1, 1)))).toBe('Sometimes');
  });

  it('is half known with witnesses only', () => {
    expect(verdictOf('exists', cut(4, 0)).possible).toEqual(['Sometimes', 'Always']);
  });

  it.each([
    ['exists', 1, 0, true],
    ['exists', 0, 1, null],
    ['~exists', 1, 0, false],
    ['~exists', 0, 1, null],
    ['forall', 0, 1, false],
    ['forall', 1, 0, null],
  ] as const)(
    'says of %s with %i for and %i against that it holds: %s',
    (quantifier, positive, negative, holds) => {
      expect(verdictOf(quantifier, cut(positive, negative)).holds).toBe(holds);
    },
  );
});
