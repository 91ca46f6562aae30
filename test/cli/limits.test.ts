/** Limits hold in every command and whatever a text is long in. How long a run takes is asked only as far as that it ends. */
import { describe, expect, it } from 'vitest';
import { directory, pinlitmus } from './command.js';

function c(body: string, question = 'exists (x=1)'): string {
  return `C test\n\n{}\n\nP0(int *x)\n{\n\tint i;\n\n${body}\n}\n\nP1(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\n\n${question}\n`;
}

/** A loop that ends after two thousand million rounds, and one that goes nowhere. */
const LONG_LOOP = c('\tfor (i = 0; i >= 0; i++)\n\t\t;');
const NOWHERE = c('\twhile (1)\n\t\t;');
const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `\t${line(index)}\n`).join('');
/** What takes longer than a moment to read. */
const LONG_TEXT = c(times(20_000, () => 'i = i + 1;'));

describe('a loop that goes on too long', () => {
  const run = (...args: readonly string[]) =>
    pinlitmus([...args, 'a.litmus'], { cwd: directory({ 'a.litmus': LONG_LOOP }) });

  it('leaves a check undecided', () => {
    const { code, stdout, stderr } = run('check', '--timeout', '0.2', '--model', 'sc,armv8');
    expect([code, stderr]).toEqual([5, '']);
    expect(stdout).toContain('"x=1" is undecided on SC and Armv8.');
    // For each model, and where what is open is told once more.
    expect(stdout.match(/Unknown: stopped after 200 ms/g)).toHaveLength(3);
  });

  it('counts against the states', () => {
    const { code, stdout } = run('check', '--max-states', '20', '--model', 'riscv', '--verdict-only');
    expect([code, /Unknown: stopped at 20 states/.test(stdout)]).toEqual([5, true]);
  });

  it('leaves an explanation and an audit undecided', () => {
    for (const command of ['explain', 'barriers']) {
      const { code, stdout, stderr } = run(command, '--timeout', '0.2', '--model', 'armv8,tso');
      expect([code, stderr]).toEqual([5, '']);
      expect(stdout).toMatch(/is undecided on x86-TSO and Armv8\./);
    }
  });

  it('is not walked', () => {
    const { code, stdout, stderr } = run('step', '--plain');
    expect([code, stdout]).toEqual([5, '']);
    expect(stderr).toBe('pinlitmus: a.litmus: what comes before its first step takes more than 10 s\n');
  });
});

describe('a loop that goes nowhere', () => {
  it('is explained: it is a deadlock', () => {
    const cwd = directory({ 'a.litmus': NOWHERE });
    const { code, stdout } = pinlitmus(['explain', 'a.litmus'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('P0 waits for ever at line 9, while (1) .');
  });

  it('is explained where something was read before, and where it is no empty one', () => {
    const bodies = [
      '\ti = READ_ONCE(*x);\n\tif (i == 1)\n\t\twhile (1)\n\t\t\t;',
      '\ti = READ_ONCE(*x);\n\twhile (i)\n\t\ti = 3 - i;',
    ];
    for (const body of bodies) {
      const cwd = directory({ 'a.litmus': c(body) });
      const { code, stdout } = pinlitmus(['explain', '--model', 'armv8', 'a.litmus'], { cwd });
      expect([code, /P0 waits for ever at line 1\d/.test(stdout)]).toEqual([0, true]);
    }
  });
});

describe('a text that takes too long to read', () => {
  const cwd = (): string => directory({ 'a.litmus': LONG_TEXT });
  const late = 'a.litmus is undecided on SC and Armv8: stopped after 1 ms.\n';

  it('leaves a check undecided', () => {
    const args = ['--timeout', '0.001', '--model', 'sc,armv8', 'a.litmus'];
    const more = [
      'a.litmus: Unknown: stopped after 1 ms on SC and Armv8',
      '  pinlitmus explain --model sc,armv8 a.litmus',
    ];
    expect(pinlitmus(['check', ...args], { cwd: cwd() })).toEqual({
      code: 5,
      stdout: `${late}\n${more.join('\n')}\n`,
      stderr: '',
    });
    const { code, stdout } = pinlitmus(['check', '-r', 'json', ...args], { cwd: cwd() });
    const [{ status, models }] = JSON.parse(stdout).tests;
    expect([code, status, models.armv8.reason]).toEqual([5, 'unknown', 'stopped after 1 ms']);
  });

  it('leaves an explanation undecided', () => {
    const args = ['--timeout', '0.001', '--model', 'sc,armv8', 'a.litmus'];
    expect(pinlitmus(['explain', ...args], { cwd: cwd() })).toEqual({ code: 5, stdout: late, stderr: '' });
    const { stdout } = pinlitmus(['explain', '-r', 'json', ...args], { cwd: cwd() });
    const [{ models }] = JSON.parse(stdout).files;
    expect(models.sc).toEqual({
      verdict: 'unknown',
      reason: 'stopped after 1 ms',
      deadlock: null,
      races: [],
    });
  });

  it('keeps no other test of a batch from its verdict', () => {
    const files = { 'a.litmus': LONG_TEXT, 'b.litmus': c('\ti = 1;'), 'c.litmus': LONG_LOOP };
    const args = ['check', '-r', 'json', '--timeout', '1.5', '--model', 'sc', '.'];
    const { code, stdout } = pinlitmus(args, { cwd: directory(files) });
    const statuses = JSON.parse(stdout).tests.map(({ status }: { readonly status: string }) => status);
    expect([code, statuses[1], statuses[2]]).toEqual([5, 'none', 'unknown']);
  });
});

describe('texts of ten thousand lines', () => {
  const exit = (text: string, ...args: readonly string[]): number | null =>
    pinlitmus(['check', '--model', 'armv8', ...args, 'a.litmus'], { cwd: directory({ 'a.litmus': text }) })
      .code;

  it('are checked: jumps, locals, sums', () => {
    expect(exit(c(`${times(10_000, (each) => `goto L${each}; L${each}: ;`)}\tWRITE_ONCE(*x, 1);`))).toBe(0);
    expect(exit(c(times(10_000, (each) => `int r${each} = ${each};`)))).toBe(0);
    expect(exit(c(times(10_000, () => 'i = i + 1;')))).toBe(0);
  });

  it('are given up in time: stores, reads, branches, and what asks for all of them', () => {
    const reads = times(900, (each) => `int r${each} = READ_ONCE(*x);`);
    const all = Array.from({ length: 900 }, (_, each) => `0:r${each}=1`).join(' /\\ ');
    const texts = [
      c(times(5000, (each) => `WRITE_ONCE(*x, ${each});`)),
      c(reads, `exists (${all})`),
      c(`\ti = READ_ONCE(*x);\n${times(3000, () => 'if (i) i = i + 1;')}`),
    ];
    for (const text of texts) expect([0, 5]).toContain(exit(text, '--timeout', '0.5'));
  });

  it('have so many errors told as help somebody', () => {
    const cwd = directory({ 'a.litmus': c(times(10_000, (each) => `unknown${each}(x);`)) });
    const { code, stdout } = pinlitmus(['check', 'a.litmus'], { cwd });
    expect([code, stdout.match(/^error/gm)?.length ?? stdout.match(/error/g)?.length]).toEqual([3, 50]);
  });

  it('have helpers that call each other too deep', () => {
    const helper = (each: number): string =>
      `static int h${each}(int a)\n{\n\treturn ${each === 0 ? 'a' : `h${each - 1}(a)`};\n}\n\n`;
    const helpers = Array.from({ length: 10_000 }, (_, each) => helper(each)).join('');
    const cwd = directory({ 'a.litmus': c('\ti = h9999(0);').replace('P0(', `${helpers}P0(`) });
    const { code, stdout } = pinlitmus(['check', 'a.litmus'], { cwd });
    expect([code, / in P0 goes deeper than any\s+litmus\s+test\s+should/.test(stdout)]).toEqual([3, true]);
  });
});
