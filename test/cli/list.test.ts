import { describe, expect, it } from 'vitest';
import { pinlitmus } from './command.js';

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

it('pinlitmus models lists every model with what it allows and its source', async () => {
  const { code, stdout } = pinlitmus(['models']);
  expect(code).toBe(0);
  expect(widest(stdout)).toBeLessThanOrEqual(80);
  await expect(stdout).toMatchFileSnapshot('golden/models.txt');
});

it('pinlitmus primitives lists every primitive within 80 columns', () => {
  const { code, stdout } = pinlitmus(['primitives']);
  expect(code).toBe(0);
  expect(widest(stdout)).toBeLessThanOrEqual(80);
  expect(stdout).toMatch(/^smp_mb +mfence +membar +dmb ish +dmb ish +fence rw,rw$/m);
});

describe('pinlitmus primitives', () => {
  const names = (...words: readonly string[]): readonly string[] =>
    JSON.parse(pinlitmus(['primitives', '--reporter', 'json', ...words]).stdout).primitives.map(
      ({ name }: { readonly name: string }) => name,
    );

  it('takes parts of names and whole ones with wildcards', () => {
    expect(names('rwsem')).toEqual(['rwsem_is_locked', 'init_rwsem']);
    expect(names('down_write*')).toEqual([
      'down_write',
      'down_write_nested',
      'down_write_killable',
      'down_write_trylock',
    ]);
    expect(names('smp_?mb')).toEqual(['smp_rmb', 'smp_wmb']);
    expect(names('SMP_RMB', 'smp_wmb')).toEqual(['smp_rmb', 'smp_wmb']);
    expect(names('mb')).toEqual(['mb']);
  });

  it('has a column for each model that is asked for', () => {
    const { stdout } = pinlitmus(['primitives', 'smp_store_mb', '--model', 'lkmm,armv8']);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'primitive     Armv8 LSE  Armv8 LL/SC  LKMM',
      '',
      'smp_store_mb  str        str          W[once]',
      '              dmb ish    dmb ish      F[mb]',
    ]);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
  });

  it('says what may have been meant', () => {
    const { code, stderr } = pinlitmus(['primitives', 'spin_lcok']);
    expect(code).toBe(2);
    expect(stderr).toContain("no primitive matches 'spin_lcok'; did you mean 'spin_lock'?");
  });
});

it('pinlitmus --version prints the version and nothing else', () => {
  expect(pinlitmus(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
