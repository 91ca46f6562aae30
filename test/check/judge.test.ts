import { describe, expect, it } from 'vitest';
import {
  announcedOn,
  expectedOn,
  hasResultOn,
  type Judged,
  judge,
  raceExpectedOn,
  worst,
} from '../../src/check/judge.js';
import { verdictOf } from '../../src/check/verdict.js';
import type { Expectations } from '../../src/program/test.js';

const sc = { name: 'sc', hardware: false };
const armv8 = { name: 'armv8', hardware: true };
const lkmm = { name: 'lkmm', hardware: false };
const kernel = (result: Expectations['kernel'], race = false): Expectations => ({
  models: new Map(),
  deadlocks: new Set(),
  races: new Set(),
  assertions: new Set(),
  places: new Map(),
  resultAt: null,
  kernel: result,
  race,
});

describe('what a file expects of a model', () => {
  it('is its Expect= entry, whatever Result: says', () => {
    const expectations = { ...kernel('Never'), models: new Map([['armv8', 'Sometimes']] as const) };
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

describe("what a file expects of the kernel's model", () => {
  it.each(['Never', 'Sometimes', 'Always'] as const)('is exactly its Result: %s', (result) => {
    expect(expectedOn(kernel(result), lkmm)).toBe(result);
  });

  it('is no final state when Result: is DEADLOCK, with DATARACE or without', () => {
    expect(expectedOn(kernel('DEADLOCK'), lkmm)).toBe('None');
    expect(expectedOn(kernel('DEADLOCK', true), lkmm)).toBe('None');
  });

  it.each(['Maybe', null] as const)('is no verdict when Result: is %s', (result) => {
    expect(expectedOn(kernel(result), lkmm)).toBeNull();
  });

  it('is a data race, and no verdict, when Result: says DATARACE', () => {
    expect(expectedOn(kernel('Never', true), lkmm)).toBeNull();
    expect(raceExpectedOn(kernel('Never', true), lkmm)).toBe(true);
    expect(raceExpectedOn(kernel('Never', true), armv8)).toBe(false);
    expect(raceExpectedOn(kernel('Never'), lkmm)).toBe(false);
  });
});

describe('a data race that Expect= announces', () => {
  it('is of its model, beside the verdict', () => {
    const expectations = {
      ...kernel(null),
      models: new Map([['lkmm', 'Never']] as const),
      races: new Set(['lkmm']),
    };
    expect(expectedOn(expectations, lkmm)).toBe('Never');
    expect(raceExpectedOn(expectations, lkmm)).toBe(true);
    expect(raceExpectedOn(expectations, armv8)).toBe(false);
  });
});

describe('what announces a deadlock', () => {
  it('is the entry of Expect= on its model, and Result: DEADLOCK on all', () => {
    expect(announcedOn({ ...kernel('Never'), deadlocks: new Set(['armv8']) }, armv8)).toBe('Expect');
    expect(announcedOn({ ...kernel('Never'), deadlocks: new Set(['armv8']) }, sc)).toBeNull();
    expect(announcedOn(kernel('DEADLOCK'), sc)).toBe('Result');
  });
});

const over = (positive: number, negative: number, complete: boolean) => ({
  ...verdictOf('exists', { positive, negative, complete }),
  incomplete: complete ? null : ({ kind: 'states', bound: 10 } as const),
});
const status = (
  expected: Judged['expected'],
  verdict: ReturnType<typeof over>,
  rest: Partial<Pick<Judged, 'announced' | 'deadlocks' | 'flags' | 'raceExpected' | 'hasResult'>> = {},
) =>
  judge({
    ...verdict,
    expected,
    announced: null,
    deadlocks: 0,
    flags: [],
    raceExpected: false,
    failing: [],
    failureExpected: false,
    ...rest,
  });

describe('the status of a model', () => {
  const never = over(0, 3, true);
  const cut = over(0, 3, false);
  const witness = over(1, 0, false);

  it('is fail by a data race that the file does not say, where it expects a verdict', () => {
    expect(status('Never', never, { flags: ['data-race'] })).toBe('fail');
    expect(status(null, never, { flags: ['data-race'] })).toBe('none');
    expect(status('Never', never, { flags: ['lock-final'] })).toBe('pass');
  });

  it('is pass by a data race that the file says, and fail without it', () => {
    expect(status(null, never, { flags: ['data-race'], raceExpected: true })).toBe('pass');
    expect(status(null, never, { raceExpected: true })).toBe('fail');
    expect(status('Never', never, { flags: ['data-race'], raceExpected: true })).toBe('pass');
    expect(status('Sometimes', never, { flags: ['data-race'], raceExpected: true })).toBe('fail');
    expect(status('Never', never, { raceExpected: true })).toBe('fail');
    expect(status(null, cut, { raceExpected: true })).toBe('unknown');
    expect(status(null, never, { raceExpected: true, deadlocks: null })).toBe('none');
  });

  it('is pass or fail by the expectation, and none without one', () => {
    expect(status('Never', never)).toBe('pass');
    expect(status('Sometimes', never)).toBe('fail');
    expect(status(null, never)).toBe('none');
  });

  it('is unknown while the verdict is open', () => {
    expect(status('Never', cut)).toBe('unknown');
    expect(status(null, cut)).toBe('unknown');
  });

  it('is unknown when a limit was hit, even if both kinds of state were seen', () => {
    expect(status('Sometimes', over(1, 1, false))).toBe('unknown');
    expect(status(null, over(1, 1, false))).toBe('unknown');
  });

  it('fails on a witness of what is expected never, though the exploration was cut short', () => {
    expect(status('Never', witness)).toBe('fail');
  });

  it('fails when Always is expected and a state against it was found', () => {
    expect(status('Always', cut)).toBe('fail');
  });

  it('fails when Never is expected and there is no final state', () => {
    expect(status('Never', over(0, 0, true))).toBe('fail');
    expect(status('None', over(0, 0, true))).toBe('pass');
  });
});

describe('a deadlock', () => {
  const never = over(0, 3, true);
  const found = { deadlocks: 1 };

  it('that is not announced fails, whatever the verdict, and though a limit was hit', () => {
    expect(status('Never', never, found)).toBe('fail');
    expect(status(null, never, found)).toBe('fail');
    expect(status('Never', over(0, 3, false), found)).toBe('fail');
  });

  it('that is announced leaves the verdict as it is', () => {
    expect(status('Never', never, { ...found, announced: 'Expect' })).toBe('pass');
    expect(status(null, never, { ...found, announced: 'Result' })).toBe('none');
  });

  it('that Expect= announces has to come, where it was looked for', () => {
    expect(status('Never', never, { announced: 'Expect' })).toBe('fail');
    expect(status('Never', over(0, 3, false), { announced: 'Expect' })).toBe('unknown');
    expect(status('Never', never, { announced: 'Expect', deadlocks: null })).toBe('pass');
    expect(status('Never', never, { announced: 'Result' })).toBe('pass');
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

describe("the kernel's script", () => {
  /** What judgelitmus.sh would answer of a test with that line: 0 is pass, or none where any verdict will do. */
  const judged = (
    word: Expectations['kernel'],
    found: ReturnType<typeof over>,
    { predicted = false, race = false, deadlocks = 0 } = {},
  ) => {
    const expectations = kernel(word, predicted);
    return judge({
      ...found,
      expected: expectedOn(expectations, lkmm),
      announced: announcedOn(expectations, lkmm),
      raceExpected: raceExpectedOn(expectations, lkmm),
      hasResult: hasResultOn(expectations, lkmm),
      failing: [],
      failureExpected: false,
      flags: race ? ['data-race'] : [],
      deadlocks,
    });
  };
  const [never, sometimes, always, none] = [
    over(0, 3, true),
    over(1, 2, true),
    over(3, 0, true),
    over(0, 0, true),
  ];

  it('wants the verdict of the word', () => {
    expect([never, sometimes, always, none].map((found) => judged('Never', found))).toEqual([
      'pass',
      'fail',
      'fail',
      'fail',
    ]);
    expect(judged('Sometimes', sometimes)).toBe('pass');
    expect(judged('Always', always)).toBe('pass');
    expect(judged('Always', sometimes)).toBe('fail');
  });

  it('wants "Never 0 0" of a DEADLOCK, and takes it for one everywhere else', () => {
    expect(judged('DEADLOCK', none, { deadlocks: 2 })).toBe('pass');
    expect(judged('DEADLOCK', none)).toBe('pass');
    // Some execution gets stuck, but others end.
    expect(judged('DEADLOCK', never, { deadlocks: 2 })).toBe('fail');
    expect(judged('DEADLOCK', sometimes)).toBe('fail');
    for (const word of ['Never', 'Sometimes', 'Maybe'] as const) expect(judged(word, none)).toBe('fail');
    expect(judged('Sometimes', none, { predicted: true, race: true })).toBe('fail');
  });

  it('takes any other verdict for Maybe', () => {
    for (const found of [never, sometimes, always]) expect(judged('Maybe', found)).toBe('none');
  });

  it('wants a data race exactly where DATARACE says so, and forgives the verdict then', () => {
    expect(judged('Sometimes', never, { predicted: true, race: true })).toBe('pass');
    expect(judged('Sometimes', never, { predicted: true })).toBe('fail');
    for (const word of ['Never', 'Maybe'] as const) expect(judged(word, never, { race: true })).toBe('fail');
    expect(judged('DEADLOCK', none, { race: true, deadlocks: 1 })).toBe('fail');
    // Without the line nothing is judged.
    expect(judged(null, never, { race: true })).toBe('none');
  });

  it('is left to Expect= where that speaks of the model', () => {
    const expectations = { ...kernel('Maybe'), models: new Map([['lkmm', 'Never']] as const) };
    expect(hasResultOn(expectations, lkmm)).toBe(false);
    expect(hasResultOn(kernel('Maybe'), lkmm)).toBe(true);
    expect(hasResultOn(kernel('Maybe'), armv8)).toBe(false);
  });
});
