/** Transcripts of `pinlitmus check`. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  AARCH64,
  ASSERTING,
  DEADLOCK,
  ENDLESS,
  FAILING,
  MALFORMED,
  PASSING,
  storeBuffering,
  UNJUDGED,
  X86,
} from './cases.js';
import { BIN, directory, pinlitmus, timeless } from './command.js';

const batch = {
  'a/deadlock.litmus': DEADLOCK,
  'a/fail.litmus': FAILING,
  'a/pass.litmus': PASSING,
  'b/bad.litmus': MALFORMED,
  'b/none.litmus': UNJUDGED,
  'b/notes.txt': 'not a test',
};

describe('pinlitmus check', () => {
  it('shows one test in full', async () => {
    const { stdout } = pinlitmus(['check', 'pass.litmus'], { cwd: directory({ 'pass.litmus': PASSING }) });
    await expect(timeless(stdout)).toMatchFileSnapshot('golden/single.txt');
  });

  it.each(['gup-writeback/barrier', 'gup-writeback/gups-4', 'classics/IRIW', 'pages/page-uptodate'])(
    'reports %s of the case library as people should read it',
    async (name) => {
      const cwd = fileURLToPath(new URL('../..', import.meta.url));
      const { stdout } = pinlitmus(['check', `litmus/${name}.litmus`], { cwd });
      await expect(timeless(stdout)).toMatchFileSnapshot(`golden/${name.replace('/', '-')}.txt`);
    },
  );

  it('shows many in a line each, and failures in full', async () => {
    const { stdout, stderr } = pinlitmus(['check', '.'], { cwd: directory(batch) });
    await expect(timeless(stdout)).toMatchFileSnapshot('golden/batch.txt');
    expect(stderr).toBe('');
  });

  it.each(['pretty', 'json'])('writes the same %s report with one job and with several', (reporter) => {
    const cwd = directory(batch);
    const run = (jobs: string): string =>
      timeless(pinlitmus(['check', '--reporter', reporter, '--jobs', jobs, '.'], { cwd }).stdout);
    expect(run('4')).toBe(run('1'));
  });

  it('reads standard input', () => {
    const { code, stdout } = pinlitmus(['check', '-'], { input: PASSING });
    expect(code).toBe(0);
    expect(stdout).toContain('<stdin>   C, 2 threads');
  });

  it('checks a file once, however often it is named', () => {
    const cwd = directory({ 'a/pass.litmus': PASSING });
    const args = ['a', './a/pass.litmus', 'a/*.litmus', 'a/pass.litmus'];
    const { stdout } = pinlitmus(['check', '--reporter', 'json', ...args], { cwd });
    expect(JSON.parse(stdout).tests).toHaveLength(1);
  });

  it('expands patterns itself', () => {
    const { stdout } = pinlitmus(['check', '--reporter', 'json', '**/{pass,none}*'], {
      cwd: directory(batch),
    });
    const files = JSON.parse(stdout).tests.map((test: { file: string }) => test.file);
    expect(files).toEqual(['a/pass.litmus', 'b/none.litmus']);
  });

  it('runs the models that are asked for, in their own order', () => {
    const cwd = directory({ 'pass.litmus': PASSING });
    const { stdout } = pinlitmus(['check', '--model', 'armv8,sc', '--reporter', 'json', '.'], { cwd });
    expect(Object.keys(JSON.parse(stdout).tests[0].models)).toEqual(['sc', 'armv8']);
  });

  it("says to step that the kernel's model is no machine", () => {
    const { code, stderr } = pinlitmus(['step', '--model', 'lkmm', 'x.litmus']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'LKMM is no machine, and has no steps; this command asks machines: sc, tso, pso, armv8, riscv.',
    );
  });

  it('suggests a model', () => {
    const { stderr } = pinlitmus(['check', '--model', 'armv9', '.']);
    expect(stderr).toContain(
      "There is no model 'armv9'. Did you mean 'armv8'? The models are lkmm, sc, tso, pso, armv8, riscv, power, armv7.",
    );
  });

  it('never calls forbidden what a limit kept it from seeing', () => {
    const cwd = directory({ 'sb.litmus': storeBuffering('Expect=sc:Never', 'smp_mb();') });
    const { code, stdout } = pinlitmus(['check', '--max-states', '2', 'sb.litmus'], { cwd });
    expect(code).toBe(5);
    expect(stdout).toContain('Unknown: stopped at 2 states');
    expect(stdout).not.toContain('forbidden');
  });

  it('writes the report to a file', () => {
    const cwd = directory({ 'pass.litmus': PASSING });
    const { stdout } = pinlitmus(['check', '-o', 'report.json', '-r', 'json', '.'], { cwd });
    expect(stdout).toBe('');
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')).schemaVersion).toBe(2);
  });

  it('uses colours when it is told to, and not into a pipe', () => {
    const cwd = directory({ 'pass.litmus': PASSING });
    const colour = String.fromCharCode(27);
    expect(pinlitmus(['check', '.'], { cwd }).stdout).not.toContain(colour);
    expect(pinlitmus(['check', '.'], { cwd, env: { FORCE_COLOR: '1' } }).stdout).toContain(colour);
    expect(pinlitmus(['check', '--color', '.'], { cwd }).stdout).toContain(colour);
    const off = pinlitmus(['--no-color', 'check', '.'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(off.stdout).not.toContain(colour);
  });

  it('says that a file is not text', () => {
    const cwd = directory({ 'binary.litmus': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]) });
    const { code, stdout } = pinlitmus(['check', '-r', 'json', 'binary.litmus'], { cwd });
    expect(code).toBe(3);
    expect(JSON.parse(stdout).tests[0].diagnostics[0].code).toBe('not-text');
  });

  it('ends quietly when its reader goes away', async () => {
    const failing = Array.from({ length: 60 }, (_, index) => [`${index}.litmus`, FAILING] as const);
    // Its result comes when the reader is gone for certain.
    const cwd = directory({ ...Object.fromEntries(failing), 'endless.litmus': ENDLESS });
    const args = [BIN, 'check', '--timeout', '10', '.'];
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.once('data', () => child.stdout.destroy());
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += String(chunk);
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(complaint).toBe('');
    expect(code).toBe(141);
  });
});

describe('warnings', () => {
  const VAIN = `C vain
Expect=sc:Never
{ x=0; z=1; }
P0(int *x) { WRITE_ONCE(*x, 1); }
exists (x=3)
`;
  const ASIDE = UNJUDGED.replace(/^\{/m, '{ z=1; ');

  it('are counted by file at the end of a batch, and said where a Never is one of nothing', () => {
    const cwd = directory({ 'vain.litmus': VAIN, 'aside.litmus': ASIDE, 'pass.litmus': PASSING });
    const { code, stdout } = pinlitmus(['check', '--model', 'sc', '.'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/✓ vain +Never\n +No write makes x 3\.\n/);
    expect(stdout).toMatch(
      /\n3 warnings in 2 files; check one alone to read its own:\n {2}aside\.litmus\n {2}vain\.litmus \(2\)\n$/,
    );
  });

  it('are shown with a test that fails', () => {
    const cwd = directory({ 'vain.litmus': VAIN.replace('Never', 'Always'), 'pass.litmus': PASSING });
    const { code, stdout } = pinlitmus(['check', '--model', 'sc', '.'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('vain.litmus:5:8: warning:');
  });

  it('of a state that no write makes are in the answer', () => {
    const cwd = directory({ 'vain.litmus': VAIN });
    const { stdout } = pinlitmus(['check', '--model', 'sc', 'vain.litmus'], { cwd });
    expect(stdout).toContain('"x=3" is forbidden on SC. No write makes x 3.\n');
  });
});

describe('a report that goes to a file', () => {
  it('leaves in the log what failed and where, and the sum', () => {
    const stuck = DEADLOCK.replace('C self-deadlock', 'C stuck\nExpect=sc:Never');
    const files = {
      'asserting.litmus': ASSERTING,
      'bad.litmus': MALFORMED,
      'fail.litmus': FAILING,
      'pass.litmus': PASSING,
      'stuck.litmus': stuck,
    };
    const { code, stdout, stderr } = pinlitmus(
      ['check', '--model', 'sc,tso', '-r', 'json', '-o', 'report.json', '.'],
      { cwd: directory(files) },
    );
    expect([code, stdout]).toEqual([3, '']);
    expect(timeless(stderr)).toMatchInlineSnapshot(`
      "asserting.litmus:4:55: failed: Sometimes, but an assertion fails (WARN_ON(r0) of P1 at line 4) on SC and x86-TSO
      bad.litmus:10:19: error: missing ';' before 'r0' [missing-semicolon]
      fail.litmus:2:17: failed: Sometimes, expected Never on x86-TSO
      stuck.litmus:2:8: failed: Deadlock, expected Never (P0 waits for ever at line 11) on SC
      stuck.litmus:16:1: failed: Deadlock (P0 waits for ever at line 11) on x86-TSO
      pinlitmus: 5 tests: 1 passed, 3 failed, 1 malformed, in N ms
      "
    `);
  });

  it('leaves there too that a test expects nothing', () => {
    const cwd = directory({ 'none.litmus': UNJUDGED });
    const { code, stderr } = pinlitmus(['check', '--require-expectations', '-o', 'report', '.'], { cwd });
    expect(code).toBe(1);
    expect(timeless(stderr)).toBe(
      'none.litmus:24:1: failed: it expects nothing\npinlitmus: 1 test: 1 failed, in N ms\n',
    );
  });
});

describe('pinlitmus check --engine axioms', () => {
  it('finds the states that the machines have, and says where a machine has no such form', () => {
    const cwd = directory({ 'pass.litmus': PASSING, 'sb.litmus': X86 });
    const states = (...options: readonly string[]): unknown => {
      const args = ['check', '-r', 'json', '--no-cache', ...options, 'pass.litmus'];
      const { tests } = JSON.parse(pinlitmus(args, { cwd }).stdout);
      return Object.entries<{ states: unknown }>(tests[0].models).map(([name, each]) => [name, each.states]);
    };
    expect(states('--engine', 'axioms')).toEqual(states());
    const { code, stdout } = pinlitmus(['check', '--engine=axioms', '-m', 'pso,armv8', 'sb.litmus'], { cwd });
    expect(code).toBe(5);
    expect(stdout).toContain('PSO     Sometimes');
    expect(stdout).toContain('Armv8   Unknown: a form in axioms for X86 is not part of this machine yet');
  });
});

describe('pinlitmus check --verdict-only', () => {
  it('gives verdicts and the answer without a table', () => {
    const cwd = directory({ 'pass.litmus': PASSING });
    const { code, stdout } = pinlitmus(['check', '--verdict-only', 'pass.litmus'], { cwd });
    expect(code).toBe(0);
    expect(timeless(stdout)).toMatchInlineSnapshot(`
      "SB
      pass.litmus   C, 2 threads

        LKMM      Sometimes   N states   N ms
        SC        Never, as expected   N states   N ms
        x86-TSO   Sometimes, as expected   N states   N ms
        PSO       Sometimes   N states   N ms
        Armv8     Sometimes, as expected   N states   N ms
        RISC-V    Sometimes   N states   N ms

      "0:r0=0 /\\ 1:r0=0" is allowed by the kernel's model and on x86-TSO, PSO, Armv8
      and RISC-V, forbidden on SC.
      "
    `);
  });

  it('says nothing of deadlocks, which it does not look for while there is a final state', () => {
    const sometimes = `C sometimes
(* Result: DEADLOCK *)
{}
P0(int *x, spinlock_t *s)
{
	spin_lock(s);
	if (READ_ONCE(*x) == 0)
		spin_lock(s);
}
P1(int *x) { WRITE_ONCE(*x, 1); }
exists (x=1)
`;
    const cwd = directory({ 'deadlock.litmus': sometimes });
    const { code, stdout: whole } = pinlitmus(['check', 'deadlock.litmus'], { cwd });
    expect(whole).toContain('Deadlock on LKMM, SC');
    // Under the kernel's model DEADLOCK is for a test of which no execution ends.
    expect([code, whole]).toEqual([1, expect.stringMatching(/LKMM +Always, expected no final state/)]);
    const machines = ['--model', 'sc,tso,armv8'];
    const { stdout } = pinlitmus(['check', '--verdict-only', ...machines, 'deadlock.litmus'], { cwd });
    expect(stdout).not.toMatch(/Deadlock|DEADLOCK|stuck|no final state/);
    const report = pinlitmus(['check', '--verdict-only', '-r', 'json', 'deadlock.litmus'], { cwd }).stdout;
    expect(JSON.parse(report).tests[0]).toMatchObject({
      verdictOnly: true,
      models: { sc: { observation: 'Always', complete: true, deadlocks: null, states: [] } },
    });
  });
});

describe('pinlitmus check on several dialects', () => {
  const files = {
    'arm.litmus': AARCH64,
    'c.litmus': UNJUDGED,
    'x86.litmus': X86,
  };

  it('runs each test on its own models and leaves the others blank', () => {
    const { stdout } = pinlitmus(['check', '.'], { cwd: directory(files) });
    expect(timeless(stdout)).toMatchInlineSnapshot(`
      "          LKMM        SC          x86-TSO     PSO         Armv8       RISC-V
        - arm               Never                               Sometimes
        - c     Sometimes   Never       Sometimes   Sometimes   Sometimes   Sometimes
        - x86               Never       Sometimes

      3 tests: 3 without expectation, in N ms
      "
    `);
  });

  it('shows the models that some test runs on', () => {
    const { stdout } = pinlitmus(['check', 'arm.litmus', 'x86.litmus'], { cwd: directory(files) });
    expect(stdout.split('\n')[0].trim().split(/ +/)).toEqual(['SC', 'x86-TSO', 'Armv8']);
  });

  it('runs all on the models that are asked for', () => {
    const { stdout } = pinlitmus(['check', '-m', 'pso', '.'], { cwd: directory(files) });
    expect(stdout).toMatch(/^ +PSO$/m);
    expect(stdout.match(/Sometimes$/gm)).toHaveLength(3);
  });

  it('checks what a file expects of another model, unless the models are named', () => {
    const cwd = directory({ 'arm.litmus': AARCH64.replace('{', 'Expect=sc:Never riscv:Always\n{') });
    expect(pinlitmus(['check', 'arm.litmus'], { cwd })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('RISC-V'),
    });
    const { code, stdout } = pinlitmus(['check', '--model', 'sc', 'arm.litmus'], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toContain('RISC-V');
  });
});

describe('pinlitmus check --update', () => {
  const update = (text: string | Buffer): { readonly code: number | null; readonly bytes: Buffer } => {
    const cwd = directory({ 'sb.litmus': text });
    const { code } = pinlitmus(['check', '--model', 'sc,tso,armv8', '--update', 'sb.litmus'], { cwd });
    return { code, bytes: readFileSync(join(cwd, 'sb.litmus')) };
  };

  it('corrects what the file expects, and then it passes', () => {
    const { code, bytes } = update(FAILING);
    expect(code).toBe(0);
    expect(bytes.toString()).toBe(PASSING);
  });

  it('leaves a file alone that is right already', () => {
    expect(update(PASSING).bytes.toString()).toBe(PASSING);
  });

  it('keeps every other byte, whatever the encoding', () => {
    const comment = Buffer.from([...Buffer.from('\n(* Andr'), 0xe9, ...Buffer.from(' *)\r\n')]);
    const { bytes } = update(Buffer.concat([Buffer.from(FAILING), comment]));
    expect(bytes.equals(Buffer.concat([Buffer.from(PASSING), comment]))).toBe(true);
  });

  it('does not write to standard input', () => {
    const { code, stderr } = pinlitmus(['check', '--update', '-'], { input: PASSING });
    expect(code).toBe(2);
    expect(stderr).toBe('error: --update cannot write to standard input\n');
  });
});

describe('pinlitmus check with several reporters', () => {
  const files = { 'pass.litmus': PASSING, 'fail.litmus': FAILING };

  it('writes each where it belongs', () => {
    const cwd = directory(files);
    const args = ['check', '-r', 'gcc', '-r', 'json=out.json', '--reporter', 'tap=out.tap', '.'];
    const { code, stdout, stderr } = pinlitmus(args, { cwd });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      /^fail\.litmus:2:17: error: Sometimes, expected Never on x86-TSO and Armv8 \[unexpected-verdict\]\n$/,
    );
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).summary).toMatchObject({
      tests: 2,
      failed: 1,
    });
    expect(readFileSync(join(cwd, 'out.tap'), 'utf8')).toMatch(/^TAP version 14\n/);
  });

  it.each([
    [['-r', 'pretty', '-r', 'json'], 'only one reporter can write to standard output'],
    [['-r', 'json=a', '-r', 'tap=a'], 'two reporters would write to a'],
    [['-r', 'json=a', '-o', 'b'], '--output-file is for a reporter without a file of its own'],
    [['-r', 'junti=a'], "There is no reporter 'junti'. Did you mean 'junit'?"],
    [['-r', 'json='], "A file belongs behind 'json='"],
  ])('refuses %j', (args, complaint) => {
    const { code, stderr } = pinlitmus(['check', ...args, 'pass.litmus'], { cwd: directory(files) });
    expect(code).toBe(2);
    expect(stderr).toContain(complaint);
  });

  it('annotates and sums up on GitHub Actions, unless a reporter is asked for', () => {
    const cwd = directory({ ...files, 'summary.md': 'before\n' });
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
    const { stdout } = pinlitmus(['check', '.'], { cwd, env });
    expect(stdout).toContain('✗ fail');
    expect(stdout).toMatch(/^::error file=fail\.litmus,line=2,/m);
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^before\n### pinlitmus\n/);
    expect(pinlitmus(['check', '-r', 'pretty', '.'], { cwd, env }).stdout).not.toContain('::error');
  });
});
