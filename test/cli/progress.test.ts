/** The line that shows how far a run is. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Activity, type RunningTest } from '../../src/check/pool/activity.js';
import { enterBatch, enterModel, enterTest, newWhereabouts } from '../../src/check/pool/whereabouts.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { progressLine, progressOf } from '../../src/cli/io/progress.js';
import { widthOf } from '../../src/report/text/layout.js';
import { ENDLESS, PASSING } from './cases.js';
import { BIN, directory, pinlitmusProcess } from './command.js';
import { needing, shownBy } from './programs.js';

const slow = (file: string, model: string | null, milliseconds: number): RunningTest => ({
  file,
  model,
  milliseconds,
  modelMilliseconds: milliseconds,
});

describe('the line', () => {
  const many = { finished: 1234, total: 5000, milliseconds: 14_200 };

  it('says how many are done, and which tests take long, on which model', () => {
    const running = [slow('a/b/IRIW.litmus', 'Armv8', 12_300), slow('c.litmus', null, 700)];
    expect(progressLine(many, running, 80)).toBe(
      '1,234 of 5,000 tests, 14 s; IRIW.litmus on Armv8, 12 s; c.litmus, 0.7 s',
    );
    expect(progressLine(many, [slow('quick.litmus', 'SC', 20)], 80)).toBe('1,234 of 5,000 tests, 14 s');
  });

  it('names a test that is alone at once', () => {
    const alone = { finished: 0, total: 1, milliseconds: 500 };
    expect(progressLine(alone, [slow('a/SB.litmus', 'LKMM', 20)], 80)).toBe('SB.litmus on LKMM, 0.0 s');
    expect(progressLine(alone, [], 80)).toBe('');
  });

  it('is never wider than the terminal', () => {
    const running = [
      slow('日本語の名前.litmus', 'Armv8', 5000),
      slow('x'.repeat(300), 'SC', 5000),
      slow('y', 'SC', 900),
    ];
    for (let width = 20; width < 100; width += 1) {
      for (const total of [1, 5000])
        expect(widthOf(progressLine({ ...many, total }, running, width))).toBeLessThanOrEqual(width);
    }
  });

  it('has nothing that a terminal would obey', () => {
    expect(progressLine(many, [slow('\u001b[2J.litmus', 'SC', 900)], 80)).not.toContain('\u001b');
  });
});

describe('what threads are on', () => {
  it('is known by test and model from when they begin', () => {
    const sources = ['a', 'b'].map((name) => ({ name, text: '' }));
    const activity = new Activity();
    const at = newWhereabouts();
    activity.begin(sources, DEFAULT_SETTINGS, at);
    expect(activity.running()).toEqual([]);
    enterBatch(at);
    enterTest(at, 1);
    expect(activity.running()).toMatchObject([{ file: 'b', model: null }]);
    enterModel(at, 2);
    const [running] = activity.running(Date.now() + 5000);
    expect(running).toMatchObject({ file: 'b', model: 'SC' });
    expect(running.modelMilliseconds).toBeGreaterThan(4900);
    activity.end(at);
    expect(activity.running()).toEqual([]);
  });
});

describe('drawing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function drawn(isTTY: boolean, act: (progress: ReturnType<typeof progressOf>) => void): string {
    let text = '';
    const write = (part: string): void => {
      text += part;
    };
    const stderr = { isTTY, columns: 80, write };
    const progress = progressOf(7, new Activity(), { stderr });
    act(progress);
    progress.end();
    return text;
  }

  it('begins after a while, and is erased before anything else is printed', () => {
    expect(drawn(true, () => vi.advanceTimersByTime(300))).toBe('');
    const text = drawn(true, (progress) => {
      progress.count(3);
      vi.advanceTimersByTime(450);
      progress.clear();
      progress.clear();
    });
    expect(text).toBe('\r\u001b[K3 of 7 tests, 0.4 s\r\u001b[K');
  });

  it('ends with the run', () => {
    const text = drawn(true, (progress) => {
      progress.end();
      vi.advanceTimersByTime(5000);
    });
    expect(text).toBe('');
  });

  it('is for terminals', () => {
    expect(drawn(false, () => vi.advanceTimersByTime(5000))).toBe('');
  });
});

describe('the command', () => {
  const cwd = (): string => directory({ 'endless.litmus': ENDLESS, 'quick.litmus': PASSING });

  it('prints none of it into a pipe', () => {
    const args = ['check', '-m', 'sc', '--timeout', '1', 'endless.litmus'];
    expect(pinlitmusProcess(args, { cwd: cwd() }).stderr).toBe('');
  });

  it('shows on a terminal what one test alone is on, and erases it', (context) => {
    needing('script')(context);
    const command = `stty cols 40; '${process.execPath}' '${BIN}' check -m sc,armv8 --timeout 2 endless.litmus`;
    const shown = shownBy(command, {}, { cwd: cwd() });
    for (const model of ['SC', 'Armv8']) expect(shown).toContain(`\r\u001b[Kendless.litmus on ${model}, `);
    const left = shown.split('\n').map((line) => line.slice(line.lastIndexOf('\u001b[K') + 3));
    expect(left.join('\n')).not.toContain('endless.litmus on');
    expect(shown).toContain('stopped after 2.0 s');
  });
});
