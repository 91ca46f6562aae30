/** The list of reporters: a new one is a file and an entry, and every command knows it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loaderOf, REPORTERS, reportersOf } from '../../src/report/index.js';
import type { ReporterEntry } from '../../src/report/reporter.js';
import { storeBuffering } from '../cli/cases.js';
import { directory } from '../cli/command.js';
import { runHere } from '../cli/streams.js';
import { TOY } from './toy-reporter.js';

const COMMANDS = ['check', 'explain', 'barriers'] as const;
const WITH_TOY: readonly ReporterEntry[] = [...REPORTERS, TOY];

describe.each(COMMANDS)('pinlitmus %s', (command) => {
  it('reports by a reporter that was added to the list', async () => {
    const file = join(directory({ 'sb.litmus': storeBuffering() }), 'sb.litmus');
    const args = [command, '--model', 'sc', '--reporter', 'toy', file];
    expect(await runHere(args, { reporters: WITH_TOY })).toEqual({
      code: 0,
      stdout: `1 files\n${file}\ndone\n`,
      stderr: '',
    });
  });

  it('names it in its help, and where a name is wrong', async () => {
    const { stdout } = await runHere([command, '--help'], { reporters: WITH_TOY });
    expect(stdout.replace(/\s+/g, ' ')).toContain('toy, a file and a line');
    const { code, stderr } = await runHere([command, '-r', 'none', 'x'], { reporters: WITH_TOY });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/There is no reporter 'none'\.[\s\S]* toy\.\n/),
    ]);
  });

  it('does not know it otherwise, nor one that serves other commands', async () => {
    expect((await runHere([command, '-r', 'toy', 'x'])).code).toBe(2);
    const elsewhere = { ...TOY, serves: {} };
    expect((await runHere([command, '-r', 'toy', 'x'], { reporters: [...REPORTERS, elsewhere] })).code).toBe(
      2,
    );
  });

  it('has a default, and every name is there once', () => {
    const names = reportersOf(command).map(({ name }) => name);
    expect(names[0]).toBe('pretty');
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => loaderOf(command, name) !== undefined)).toBe(true);
  });
});
