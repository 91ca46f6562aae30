/** What a batch survives: tests that are too large, and a user who has seen enough. */
import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ENDLESS, PASSING } from './cases.js';
import { BIN, directory, pinlitmusProcess } from './command.js';

/** Milliseconds after which a search is well on its way, however busy the machine is. */
function wellOnItsWay(): number {
  const begin = performance.now();
  pinlitmusProcess(['--version']);
  return 1500 + 8 * (performance.now() - begin);
}

describe('a test that needs more memory than there may be', () => {
  it('is undecided, and the others are run', () => {
    const cwd = directory({ 'a.litmus': PASSING, 'b.litmus': ENDLESS, 'c.litmus': PASSING });
    const { code, stdout } = pinlitmusProcess(
      ['check', '--model', 'sc', '--max-memory', '1', '-r', 'json', '.'],
      { cwd },
    );
    expect(code).toBe(5);
    const { tests } = JSON.parse(stdout);
    expect(tests.map(({ status }: { readonly status: string }) => status)).toEqual([
      'pass',
      'unknown',
      'pass',
    ]);
    expect(tests[1].models.sc).toMatchObject({
      observation: 'Unknown',
      complete: false,
      reason: expect.stringMatching(/memory|MB/),
    });
  });
});

describe('an interruption', () => {
  /** Interrupts a run. */
  async function interrupted(
    args: readonly string[],
    files: Readonly<Record<string, string>>,
    when: 'it has printed a result' | 'it is well on its way',
    signal: NodeJS.Signals = 'SIGINT',
  ): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> {
    const delay = when === 'it is well on its way' ? wellOnItsWay() : null;
    const child = spawn(process.execPath, [BIN, 'check', ...args, '.'], { cwd: directory(files) });
    const output = { stdout: '', stderr: '' };
    let sent = false;
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (chunk) => {
        output[stream] += String(chunk);
        if (delay !== null || sent || !output.stdout.includes('✓')) return;
        sent = child.kill(signal);
      });
    }
    if (delay !== null) setTimeout(() => child.kill(signal), delay);
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { code, ...output };
  }

  const files = { 'a.litmus': PASSING, 'b.litmus': ENDLESS, 'c.litmus': ENDLESS, 'd.litmus': PASSING };

  it.each([
    ['SIGINT', '1'],
    ['SIGINT', '2'],
    ['SIGTERM', '1'],
    ['SIGTERM', '2'],
  ] as const)('by %s prints what is known, with %s jobs, and ends with 130', async (signal, jobs) => {
    const args = ['-m', 'sc', '-j', jobs];
    const { code, stdout, stderr } = await interrupted(args, files, 'it has printed a result', signal);
    expect(code).toBe(130);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ {2}✓ a /m);
    expect(stdout).toMatch(/^1 test: 1 passed, 3 not run, in /m);
  });

  it('leaves a JSON report that is whole', async () => {
    const { code, stdout } = await interrupted(['-m', 'sc', '-r', 'json'], files, 'it is well on its way');
    expect(code).toBe(130);
    const { tests, summary } = JSON.parse(stdout);
    expect(tests).toHaveLength(summary.tests);
    expect(summary.tests + summary.notRun).toBe(4);
    expect(summary.notRun).toBeGreaterThanOrEqual(2);
  });

  it('of a test alone shows what is known of each model', async () => {
    const alone = { 'a.litmus': ENDLESS.replace('{}', 'Expect=sc:Sometimes\n{}') };
    const long = await interrupted(['-m', 'sc,tso', '--max-memory', '4000'], alone, 'it is well on its way');
    expect(long.code).toBe(130);
    expect(long.stderr).toBe('');
    expect(long.stdout).toMatch(/^ {2}SC +Unknown: interrupted/m);
    expect(long.stdout).toMatch(/^ {2}x86-TSO +Unknown: interrupted/m);
  });

  it('of a test alone leaves a JSON report that is whole', async () => {
    const alone = { 'a.litmus': ENDLESS.replace('exists (x=2)', 'exists (x=1)') };
    const { code, stdout } = await interrupted(
      ['-m', 'sc', '-r', 'json', '--max-memory', '4000'],
      alone,
      'it is well on its way',
    );
    expect(code).toBe(130);
    const { tests, summary } = JSON.parse(stdout);
    expect(tests[0].models.sc).toMatchObject({ complete: false, reason: 'interrupted', status: 'unknown' });
    expect(tests[0].models.sc.explored).toBeGreaterThan(0);
    expect(summary).toMatchObject({ tests: 1, notRun: 0 });
  });
});
