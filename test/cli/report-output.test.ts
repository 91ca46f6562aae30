/** Where reports go: a document that is worth nothing without its end takes the place of no other. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOTHING } from '../../src/check/tally.js';
import { isShortage, systemReason } from '../../src/cli/failure.js';
import { openOutput } from '../../src/cli/io/output.js';
import { openReports, type ReportOutput } from '../../src/cli/io/report-output.js';
import { processStreams } from '../../src/cli/io/streams.js';
import { fitting } from '../../src/report/formats/fitting.js';
import { REPORTERS } from '../../src/report/index.js';
import { directory } from './command.js';

describe('a report in a file', () => {
  const opened = (reporter: string, path: string): Promise<ReportOutput<'check'>> =>
    openReports(
      { command: 'check', choices: [{ reporter, path }], entries: REPORTERS, inputs: [] },
      processStreams(),
    );

  it.each([
    ['json', false],
    ['pretty', true],
  ])('that breaks off takes the place of what is there: %s, %s', async (reporter, isReplaced) => {
    const path = join(directory(), 'report');
    writeFileSync(path, 'old');
    const report = await opened(reporter, path);
    report.begin({ files: ['a.litmus', 'b.litmus'], models: ['SC'], version: '1' });
    expect(report.isEmpty).toBe(false);
    report.close();
    expect(readFileSync(path, 'utf8') !== 'old').toBe(isReplaced);
  });

  it('that is too long for a text is said to be, with what can be done', () => {
    expect(fitting('a.litmus', () => 'text')).toBe('text');
    let error: unknown;
    try {
      fitting('a.litmus', () => 'x'.repeat(2 ** 31));
    } catch (thrown) {
      error = thrown;
    }
    expect(isShortage(error)).toBe(true);
    expect(systemReason(error)).toMatch(
      /^a\.litmus has more final states than fit into a document: --verdict-only/,
    );
    expect(() => fitting('a.litmus', () => String(null!['a' as never]))).toThrow(TypeError);
  });

  it('that is large is written beside its place as it comes, and leaves nothing there', () => {
    const cwd = directory({ report: 'old' });
    const path = join(cwd, 'report');
    const line = `${'x'.repeat(1023)}\n`.repeat(1024);
    for (const end of ['drop', 'close'] as const) {
      const output = openOutput(path, processStreams());
      for (let megabytes = 0; megabytes < 40; megabytes++) output.write(line);
      const [draft, ...others] = readdirSync(cwd).filter((name) => name !== 'report');
      expect(others).toEqual([]);
      expect(statSync(join(cwd, draft)).size).toBeGreaterThan(30 * line.length);
      expect(readFileSync(path, 'utf8')).toBe('old');
      output[end]();
      expect(readdirSync(cwd)).toEqual(['report']);
      expect(statSync(path).size).toBe(end === 'drop' ? 3 : 40 * line.length);
    }
  });

  it('is a whole document at its end', async () => {
    const path = join(directory(), 'report');
    const report = await opened('json', path);
    report.begin({ files: [], models: ['SC'], version: '1' });
    await report.end({ tally: NOTHING, milliseconds: 1 });
    report.close();
    const text = readFileSync(path, 'utf8');
    expect(`${JSON.stringify(JSON.parse(text), null, 2)}\n`).toBe(text);
    expect(JSON.parse(text)).toMatchObject({ models: ['SC'], tests: [], summary: { tests: 0 } });
  });
});
