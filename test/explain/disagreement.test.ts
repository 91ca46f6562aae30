/** What explains a verdict must not contradict it: then it is no sentence but a bug, with the test to report. */
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { steppedTest } from '../../src/cli/commands/run-step.js';
import { loadTest } from '../../src/dialects/load.js';
import { decide } from '../../src/engine/decide.js';
import { explainTest } from '../../src/explain/index.js';
import { paintAt } from '../../src/report/text/colour.js';
import { storeBuffering } from '../cli/cases.js';
import { directory } from '../cli/command.js';
import { runHere } from '../cli/streams.js';

vi.mock(import('../../src/engine/decide.js'), { spy: true });

afterEach(() => void vi.mocked(decide).mockReset());

/** Makes every search for a state say this. */
function answering(kind: 'allowed' | 'forbidden'): void {
  vi.mocked(decide).mockImplementation(({ program }) => ({ kind, program, explored: 1, badAddresses: [] }));
}

function load(text: string) {
  const { test } = loadTest({ name: 'sb.litmus', text });
  if (test === null) throw new Error('a test');
  return test;
}

const ALLOWED = storeBuffering();
const FORBIDDEN = storeBuffering('', 'smp_mb();');

describe('a verdict that its explanation contradicts', () => {
  it.each(['tso', 'pso', 'armv8', 'riscv'])('is a bug where it forbids an execution, on %s', (model) => {
    answering('forbidden');
    expect(() => explainTest(load(ALLOWED), { ...DEFAULT_SETTINGS, models: [model] })).toThrow(
      /^pinlitmus bug: on \S+, nothing speaks against an execution that ends in a state/,
    );
  });

  it.each(['sc', 'tso', 'armv8'])('is a bug where no execution is as it says, on %s', (model) => {
    answering('allowed');
    expect(() => explainTest(load(FORBIDDEN), { ...DEFAULT_SETTINGS, models: [model] })).toThrow(
      /^pinlitmus bug: on \S+, no execution ends in a state that the search found$/,
    );
  });

  it('is a bug where no walk leads there', () => {
    answering('allowed');
    const options = { model: 'tso', atomics: 'lse', seed: 1 } as const;
    const { session } = steppedTest(load(FORBIDDEN), options, paintAt(0));
    expect(() => session.do({ kind: 'witness', steps: null })).toThrow(
      'on x86-TSO, no way leads to a state that the search found',
    );
  });

  it.each(['pretty', 'json'] as const)(
    'ends with 2, names its file, and spares the others (%s)',
    async (reporter) => {
      const cwd = directory({ 'bad.litmus': FORBIDDEN, 'good.litmus': ALLOWED });
      vi.mocked(decide).mockImplementationOnce(({ program }) => ({
        kind: 'allowed',
        program,
        explored: 1,
        badAddresses: [],
      }));
      const files = [join(cwd, 'bad.litmus'), join(cwd, 'good.litmus')];
      const { code, stdout: report } = await runHere(['explain', '-r', reporter, '-m', 'tso', ...files]);
      expect(code).toBe(2);
      if (reporter === 'pretty') {
        expect(report.replace(/\s+/g, ' ')).toMatch(
          /internal error in \S*bad\.litmus: on x86-TSO, no execution ends in a state that the search found; please report it/,
        );
        expect(report).toContain('\n  \tWRITE_ONCE(*x, 1);\n');
        expect(report).toContain('"0:r0=0 /\\ 1:r0=0" is allowed on x86-TSO.');
        return;
      }
      const [bad, good] = JSON.parse(report).files;
      expect(bad.models).toEqual({});
      expect(bad.diagnostics).toMatchObject([{ code: 'internal-error' }]);
      expect(bad.diagnostics[0].message).toContain(FORBIDDEN);
      expect(good.models.tso.verdict).toBe('allowed');
    },
  );
});
