import { expect, it } from 'vitest';
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

it('pinlitmus --version prints the version and nothing else', () => {
  expect(pinlitmus(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
