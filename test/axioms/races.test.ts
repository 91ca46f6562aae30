/** The data races that `check` finds under the kernel's model: which accesses, which values, and which order is missing. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';

function racesIn(text: string, models: readonly string[] = ['lkmm']) {
  const result = checkSource({ name: 'test.litmus', text }, { ...DEFAULT_SETTINGS, models });
  expect([result.crash, result.diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([
    null,
    [],
  ]);
  return result.models.map(({ races }) => races);
}

function text(one: string, other: string): string {
  const parameters = 'int *x, int *flag, spinlock_t *l';
  return `C test
{}
P0(${parameters}) {
  int r0 = 0;
${one}
}
P1(${parameters}) {
  int r0 = 0;
  int r1 = 0;
${other}
}
exists (true)
`;
}

/** Each race in a line: the places, the values, what is missing, and from where to where. */
function brief(one: string, other: string): readonly string[] {
  const [races] = racesIn(text(one, other));
  return races.map(({ accesses, values, gap }) => {
    const [first, second] = accesses.map(
      ({ thread, line, kind, marking, value }) => `${thread}:${line} ${marking} ${kind} ${value}`,
    );
    const bounds = [gap?.from, gap?.to].map((bound) =>
      bound == null ? '-' : `${bound.thread}:${bound.line}`,
    );
    return `${first}, ${second}, ${values.join(' -> ')}: ${gap?.missing} ${gap?.first} ${bounds[0]} ${gap?.second} ${bounds[1]}`;
  });
}

it('tells all of a race', () => {
  const [races] = racesIn(
    text('  *x = 1;\n  smp_store_release(flag, 1);', '  r0 = smp_load_acquire(flag);\n  r1 = *x;'),
  );
  expect(races).toEqual([
    {
      location: 'x',
      bytes: 4,
      accesses: [
        {
          thread: 'P0',
          line: 5,
          column: 3,
          text: '*x = 1',
          kind: 'write',
          marking: 'plain',
          value: '1',
        },
        {
          thread: 'P1',
          line: 12,
          column: 8,
          text: '*x',
          kind: 'read',
          marking: 'plain',
          value: '1',
        },
      ],
      values: ['0', '1'],
      gap: {
        missing: 'chain',
        first: 'write',
        second: 'read',
        from: { thread: 'P0', line: 6, text: 'smp_store_release(flag, 1)' },
        to: { thread: 'P1', line: 11, text: 'smp_load_acquire(flag)' },
      },
    },
  ]);
});

describe('what is missing', () => {
  test.each([
    [
      'is order on both sides',
      '  *x = 1;',
      '  r0 = *x;',
      ['P0:5 plain write 1, P1:10 plain read 1, 0 -> 1: both write - read -'],
    ],
    [
      'is order behind a plain write',
      '  *x = 1;\n  WRITE_ONCE(*flag, 1);',
      '  r0 = smp_load_acquire(flag);\n  r1 = *x;',
      ['P0:5 plain write 1, P1:12 plain read 1, 0 -> 1: behind write - read P1:11'],
    ],
    [
      'is order before a plain read',
      '  *x = 1;\n  smp_store_release(flag, 1);',
      '  r0 = READ_ONCE(*flag);\n  if (r0) r1 = *x;',
      ['P0:5 plain write 1, P1:12 plain read 1, 0 -> 1: before write P0:6 read -'],
    ],
    [
      'is order before a plain read, which may come as late as the write of another',
      '  r0 = *x;\n  WRITE_ONCE(*flag, 1);',
      '  r0 = smp_load_acquire(flag);\n  if (r0) WRITE_ONCE(*x, 1);',
      ['P1:12 marked write 1, P0:5 plain read 1, 0 -> 1: before write - read -'],
    ],
    [
      'is a chain between two writes',
      '  *x = 1;\n  smp_wmb();\n  WRITE_ONCE(*flag, 1);',
      '  r0 = READ_ONCE(*flag);\n  smp_mb();\n  *x = 2;',
      ['P0:5 plain write 1, P1:14 plain write 2, 0 -> 1 -> 2: chain write P0:7 write P1:12'],
    ],
    [
      'is order of a plain write as a read, where two writes are in order',
      '  *x = 1;\n  smp_wmb();\n  WRITE_ONCE(*flag, 1);',
      '  r0 = smp_load_acquire(flag);\n  if (r0) WRITE_ONCE(*x, 2);',
      ['P0:5 plain write 1, P1:13 marked write 2, 0 -> 1 -> 2: behind read - write -'],
    ],
    [
      'is nothing where all is in order',
      '  *x = 1;\n  smp_store_release(flag, 1);',
      '  r0 = smp_load_acquire(flag);\n  if (r0) r1 = *x;',
      [],
    ],
    ['is nothing under a lock', ...under('*x = 1;', 'r0 = *x;'), []],
    ['is nothing where data_race() tells of it', '  *x = 1;', '  r0 = data_race(*x);', []],
    [
      'is told of an assertion about writers',
      '  ASSERT_EXCLUSIVE_WRITER(*x);',
      '  WRITE_ONCE(*x, 1);',
      ['P1:10 marked write 1, P0:5 assert-writer read 1, 0 -> 1: before write - read -'],
    ],
    [
      'is told of an assertion about all accesses',
      '  ASSERT_EXCLUSIVE_ACCESS(*x);',
      '  r0 = READ_ONCE(*x);',
      ['P0:5 assert-access read 0, P1:10 marked read 0, 0: behind read - read -'],
    ],
  ])('%s', (_, one, other, races) => {
    expect(brief(one, other)).toEqual(races);
  });
});

function under(one: string, other: string): readonly [string, string] {
  const within = (body: string): string => `  spin_lock(l);\n  ${body}\n  spin_unlock(l);`;
  return [within(one), within(other)];
}

it('finds every pair of places once', () => {
  const found = brief('  *x = 1;\n  *flag = 1;', '  r0 = *flag;\n  r1 = *x;');
  expect(found.map((race) => race.replace(/, \d.*/, ''))).toEqual([
    'P0:5 plain write 1, P1:12 plain read 1',
    'P0:6 plain write 1, P1:11 plain read 1',
  ]);
});

it('is nothing on machines', () => {
  expect(racesIn(text('  *x = 1;', '  r0 = *x;'), ['sc', 'armv8'])).toEqual([[], []]);
});

describe('the library', () => {
  const root = new URL('../../litmus/races/', import.meta.url);
  const results = readdirSync(root)
    .filter((file) => file.endsWith('.litmus'))
    .map((file) => {
      const source = { name: file, text: readFileSync(new URL(file, root), 'utf8') };
      const [model] = checkSource(source, { ...DEFAULT_SETTINGS, models: ['lkmm'] }).models;
      return { file, ...model };
    });

  it('has a race wherever one is flagged, and nowhere else', () => {
    const wrong = results.filter(({ flags, races }) => flags.includes('data-race') !== races.length > 0);
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('has the terms of the kernel for each race', () => {
    const open = results.filter(({ races }) => races.some(({ gap }) => gap === null));
    expect(open.map(({ file }) => file)).toEqual([]);
    const { races } = results.filter(({ races }) => races.length > 0)[0];
    expect(races[0].accesses).toHaveLength(2);
  });
});
