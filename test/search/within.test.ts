/** Work that is cut off from outside. The bounds on time only tell an end from none. */
import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/query/budget.js';
import { inTime, isCutOff, within } from '../../src/query/cut-off.js';

const forever = (): never => {
  for (;;);
};

describe('work within a time', () => {
  it('gives what it gives', () => {
    expect(within(10_000, () => 7)).toEqual({ kind: 'done', result: 7 });
  });

  it('throws what it throws', () => {
    expect(() =>
      within(10_000, () => {
        throw new RangeError('mine');
      }),
    ).toThrow(new RangeError('mine'));
  });

  it('is cut off, whatever it catches', () => {
    const stubborn = (): void => {
      try {
        forever();
      } finally {
        forever();
      }
    };
    expect(within(20, stubborn)).toEqual({ kind: 'over' });
  });

  it('may lie within other work, which goes on', () => {
    const outer = within(60_000, () => [within(20, forever).kind, within(60_000, () => 1).kind, isCutOff()]);
    expect(outer).toEqual({ kind: 'done', result: ['over', 'done', true] });
    expect(isCutOff()).toBe(false);
  });

  it('ends with the work around it', () => {
    expect(within(50, () => within(60_000, forever))).toEqual({ kind: 'over' });
  });

  it('is not watched on a short text', () => {
    expect(inTime('', 0, () => isCutOff())).toBe(false);
    expect(inTime('x'.repeat(10_000), 10_000, () => isCutOff())).toBe(true);
    expect(inTime('x'.repeat(10_000), 1, forever)).toBeNull();
  });
});

describe('a budget', () => {
  const limits = { states: 1, milliseconds: 400, megabytes: 1 };

  it('is spent by all together', () => {
    const budget = new Budget(limits);
    const wait = (): string => {
      const end = performance.now() + 150;
      while (performance.now() < end);
      return 'done';
    };
    const results: unknown[] = [];
    while (!budget.isSpent) results.push(budget.spend(wait, ({ kind }) => kind));
    expect(results.length).toBeLessThanOrEqual(3);
    expect(budget.spend<unknown>(wait, (limit) => limit)).toEqual({ kind: 'time', milliseconds: 400 });
  });

  it('cuts work off', () => {
    expect(new Budget(limits).spend(forever, ({ kind }) => kind)).toBe('time');
  });
});
