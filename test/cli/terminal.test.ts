/** The walk on a terminal, without one: keys in, screens out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '@inquirer/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { steppedTest } from '../../src/cli/commands/run-step.js';
import { stepPrompt } from '../../src/cli/io/terminal.js';
import { loadTest } from '../../src/dialects/load.js';
import { paintAt } from '../../src/report/text/colour.js';
import { DEADLOCK } from './cases.js';

const litmus = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../litmus', file), 'utf8');

interface Terminal {
  /** Presses keys, one after the other. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** The lines shown; there are as many as the terminal has, and none is wider. */
  readonly lines: () => readonly string[];
  readonly screen: () => string;
  readonly resize: (width: number, height: number) => Promise<void>;
  readonly answer: Promise<unknown>;
}

async function open(text: string, width = 80, height = 24): Promise<Terminal> {
  const { test } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(text);
  const stepped = steppedTest(test, { atomics: 'lse', seed: 1 }, paintAt(0));
  const size = { width, height };
  let changed = (): void => undefined;
  const { answer, events, getScreen, nextRender } = await render(stepPrompt, {
    stepped: () => stepped,
    size: () => size,
    onResize: (callback) => {
      changed = callback;
      return () => undefined;
    },
    suspend: () => undefined,
  });
  // A prompt that is open when the process ends complains of it.
  onTestFinished(async () => {
    events.keypress('q');
    await answer;
  });
  return {
    answer,
    press: async (...keys) => {
      for (const key of keys) {
        events.keypress(key);
        if (key !== 'q') await nextRender();
      }
    },
    lines: () => {
      const lines = getScreen().split('\n');
      expect(lines).toHaveLength(size.height);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(size.width);
      return lines.map((line) => line.trimEnd());
    },
    screen: () => getScreen(),
    resize: async (columns, rows) => {
      Object.assign(size, { width: columns, height: rows });
      changed();
      await nextRender();
    },
  };
}

const NO_MB = litmus('gup-writeback/barrier-no-mb.litmus');
/** Here the witness leaves SC after a step. */
const ACQUIRE = litmus('gup-writeback/barrier-add-return-acquire.litmus');

describe('the walk on a terminal', () => {
  it.each<[string, string, readonly string[], readonly [number, number]]>([
    ['start', NO_MB, [], [80, 24]],
    ['leaving-sc', ACQUIRE, ['s'], [80, 24]],
    ['end-of-the-witness', NO_MB, ['w'], [120, 40]],
    ['many-threads', litmus('gup-writeback/gups-8.litmus'), ['down', 'return'], [80, 24]],
    ['narrow', litmus('gup-writeback/backout.litmus'), ['1', '1'], [50, 16]],
    ['deadlock', DEADLOCK, ['1', '1'], [80, 24]],
    ['help', NO_MB, ['h'], [80, 24]],
    ['waiting', litmus('gup-writeback/backout.litmus'), ['y', 'down'], [80, 24]],
    ['past', NO_MB, ['w', 'p'], [80, 24]],
  ])('looks well: %s', async (name, text, keys, [width, height]) => {
    const { press, lines } = await open(text, width, height);
    await press(...keys);
    await expect(`${lines().join('\n')}\n`).toMatchFileSnapshot(`golden/terminal/${name}.txt`);
  });

  it('takes a step by its number, and by the cursor', async () => {
    const { press, lines } = await open(NO_MB);
    await press('2');
    expect(lines()[0]).toMatch(/after 1 step$/);
    await press('down', 'return');
    expect(lines().join('\n')).toMatch(/step 2 {2}P1 31/);
  });

  it('goes back, step by step and to the start', async () => {
    const { press, lines } = await open(NO_MB);
    await press('w', 'u');
    expect(lines()[0]).toMatch(/after 5 steps$/);
    await press('b');
    expect(lines()[0]).toMatch(/at the start$/);
  });

  it('goes along the witness one step at a time, with the cursor on the next', async () => {
    const { press, lines } = await open(NO_MB);
    await press('n', 'n', 'n', 'return', 'return', 'return');
    expect(lines().join('\n')).toMatch(/is true of it/);
  });

  it('draws itself anew when the terminal changes its size, however small', async () => {
    const { press, resize, lines, screen } = await open(ACQUIRE);
    await press('s');
    for (const [width, height] of [
      [120, 40],
      [60, 20],
      [40, 10],
      [200, 60],
    ] as const) {
      await resize(width, height);
      lines();
    }
    expect(lines()[0]).toMatch(/after 1 step$/);
    await resize(30, 5);
    expect(screen()).toBe('needs 40 x 10');
  });

  it('comes back from the help by any key, and does not obey that key', async () => {
    const { press, lines } = await open(NO_MB);
    await press('h', '1');
    expect(lines()[0]).toMatch(/at the start$/);
  });

  it('ends when asked to', async () => {
    const { press, answer } = await open(NO_MB);
    await press('q');
    expect(await answer).toBeNull();
  });
});
