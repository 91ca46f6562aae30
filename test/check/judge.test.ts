import { describe, expect, it } from 'vitest';
import { expectedOn, judge, worst } from '../../src/check/judge.js';
import { verdictOf } from '../../src/check/verdict.js';
import type { Expectations } from '../../src/program/test.js';

const sc = { name: 'sc', hardware: false };
const armv8 = { name: 'armv8', hardware: true };
const kernel = (result: Expectations['kernel']): Expectations => ({ models: new Map(), kernel: result });

describe('what a file expects of a model', () => {
  it('is its Expect= entry, whatever Result: says', () => {
    const expectations: Expectations = { models: new Map([['armv8', 'Sometimes']]), kernel: 'Never' };
    expect(expectedOn(expectations, armv8)).toBe('Sometimes');
  });

  it('is Never on hardware when Result: is Never', () => {
    expect(expectedOn(kernel('Never'), armv8)).toBe('Never');
    expect(expectedOn(kernel('Never'), sc)).toBeNull();
  });

  it.each(['Sometimes', 'Always', 'DEADLOCK', 'Maybe', null] as const)(
    'is nothing when Result: is %s',
    (result) => {
      expect(expectedOn(kernel(result), armv8)).toBeNull();
    },
  );
});

describe('the status of a model', () => {
  const over = (positive: number, negative: number, complete: boolean) => ({
    ...verdictOf('exists', { positive, negative, complete }),
    incomplete: complete ? null : ({ kind: 'states', bound: 10 } as const),
  });
  const never = over(0, 3, true);
  const cut = over(0, 3, false);
  const witness = over(1, 0, false);

  it('is pass or fail by the expectation, and none without one', () => {
    expect(judge('Never', never)).toBe('pass');
    expect(judge('Sometimes', never)).toBe('fail');
    expect(judge(null, never)).toBe('none');
  });

  it('is unknown while the verdict is open', () => {
    expect(judge('Never', cut)).toBe('unknown');
    expect(judge(null, cut)).toBe('unknown');
  });

  it('is unknown when a limit was hit, even if both kinds of state were seen', () => {
    expect(judge('Sometimes', over(1, 1, false))).toBe('unknown');
    expect(judge(null, over(1, 1, false))).toBe('unknown');
  });

  it('fails on a witness of what is expected never, though the exploration was cut short', () => {
    expect(judge('Never', witness)).toBe('fail');
  });

  it('fails when Always is expected and a state against it was found', () => {
    expect(judge('Always', cut)).toBe('fail');
  });
});

describe('the status of a test', () => {
  it('is the worst of its models', () => {
    expect(worst(['pass', 'fail', 'unknown'])).toBe('fail');
    expect(worst(['pass', 'unknown', 'none'])).toBe('unknown');
    expect(worst(['none', 'pass'])).toBe('pass');
    expect(worst(['none', 'none'])).toBe('none');
  });
});
