/** Transcripts of `pinlitmus compile`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MALFORMED, storeBuffering, X86 } from './cases.js';
import { directory, pinlitmus } from './command.js';

const FENCED = storeBuffering('', 'smp_mb();');

it('pinlitmus compile shows each line of the source beside its instructions, within 80 columns', () => {
  const cwd = directory({ 'sb.litmus': FENCED });
  const { code, stdout, stderr } = pinlitmus(['compile', 'sb.litmus'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const title of ['x86-64', 'Armv8 LSE', 'Armv8 LL/SC', 'RISC-V', 'POWER'])
    expect(stdout).toContain(title);
  expect(stdout).toMatch(/smp_mb\(\); +mfence +DMB ISH/);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('pinlitmus compile --port --thread shows that alone', () => {
  const cwd = directory({ 'sb.litmus': FENCED });
  const { stdout } = pinlitmus(['compile', '--port', 'power,armv8-lse', '--thread', '1', 'sb.litmus'], {
    cwd,
  });
  expect(stdout).toMatch(/^P1 +Armv8 LSE +POWER$/m);
  expect(stdout).not.toMatch(/^P0|x86|RISC/m);
});

it('pinlitmus compile --output writes a test of the dialect, which has the same verdict', () => {
  const cwd = directory({ 'sb.litmus': FENCED });
  for (const [port, dialect, model] of [
    ['x86', 'X86_64', 'tso'],
    ['armv8', 'AArch64', 'armv8'],
    ['armv8-llsc', 'AArch64', 'armv8'],
    ['riscv', 'RISCV', 'riscv'],
    ['power', 'PPC', 'power'],
    ['armv7', 'ARM', 'armv7'],
  ] as const) {
    const args = ['compile', '--port', port, '--output', `${port}.litmus`, 'sb.litmus'];
    expect(pinlitmus(args, { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(cwd, `${port}.litmus`), 'utf8')).toMatch(new RegExp(`^${dialect} SB\n`));
    expect(pinlitmus(['check', '--model', model, `${port}.litmus`], { cwd }).stdout).toMatch(/ {3}Never/);
    expect(pinlitmus(['fmt', '--check', `${port}.litmus`], { cwd }).code).toBe(0);
  }
});

it('what has no instruction is refused by its name and line', () => {
  const text = FENCED.replace('smp_mb();', 'synchronize_rcu();');
  const cwd = directory({ 'rcu.litmus': text });
  const { code, stdout } = pinlitmus(['compile', '--port', 'x86', 'rcu.litmus'], { cwd });
  expect(code).toBe(4);
  expect(stdout).toMatch(/x86-64 has no instructions for synchronize_rcu\(\)[^.]*in\s+line \d+\./);
  const written = pinlitmus(['compile', '--port', 'x86', '--output', 'out.litmus', 'rcu.litmus'], { cwd });
  expect(written).toMatchObject({ code: 4, stdout: '' });
  expect(written.stderr).toContain('nothing is written');
});

it('a branch that orders more than C does is told', () => {
  const cwd = directory({
    'lb.litmus': `C LB\n{}\nP0(int *x, int *y) { int r0 = READ_ONCE(*x); int r1 = 0;\n if (r0)\n r1 = 1;\n WRITE_ONCE(*y, 1); }
P1(int *x, int *y) { int r0 = READ_ONCE(*y); WRITE_ONCE(*x, r0); }\nexists (0:r0=1)\n`,
  });
  const { stdout } = pinlitmus(['compile', '--port', 'armv8,x86', 'lb.litmus'], { cwd });
  expect(stdout).toMatch(/Armv8 LSE, P0: the branch of line 4 orders the store of line 6/);
  expect(stdout).not.toContain('x86-64, P0');
});

it('wrong usage, other languages and faults have their codes', () => {
  const cwd = directory({ 'sb.litmus': FENCED, 'x86.litmus': X86, 'bad.litmus': MALFORMED });
  expect(pinlitmus(['compile', '--port', 'alpha', 'sb.litmus'], { cwd })).toMatchObject({ code: 2 });
  expect(pinlitmus(['compile', '--output', 'o.litmus', 'sb.litmus'], { cwd }).stderr).toContain(
    'takes one port',
  );
  expect(pinlitmus(['compile', '--thread', '7', 'sb.litmus'], { cwd }).stderr).toContain(
    'there is no thread P7',
  );
  expect(pinlitmus(['compile', 'x86.litmus'], { cwd })).toMatchObject({ code: 4, stdout: '' });
  expect(pinlitmus(['compile', 'bad.litmus'], { cwd })).toMatchObject({ code: 3, stdout: '' });
  expect(pinlitmus(['compile', 'missing.litmus'], { cwd })).toMatchObject({ code: 4, stdout: '' });
});
