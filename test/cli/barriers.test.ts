/** `pinlitmus barriers` as a command: what it prints where, what it writes, and how it ends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, pinlitmus } from './command.js';

const LITMUS = join(import.meta.dirname, '../../litmus');
const library = (name: string): string => readFileSync(join(LITMUS, name), 'utf8');
const BARRIER = library('gup-writeback/barrier.litmus');
const NO_MB = library('gup-writeback/barrier-no-mb.litmus');
const MP = library('classics/MP.litmus');

describe('pinlitmus barriers', () => {
  it('prints a section for each file', () => {
    const cwd = directory({ 'a/barrier.litmus': BARRIER, 'a/no-mb.litmus': NO_MB });
    const { code, stdout, stderr } = pinlitmus(['barriers', 'a'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^gup-barrier {3}[\s\S]*\n\ngup-barrier-no-mb {3}/);
  });

  it('takes the models, and shows SC only when asked for', () => {
    const cwd = directory({ 'b.litmus': BARRIER });
    const { stdout } = pinlitmus(['barriers', '-m', 'sc,armv8', 'b.litmus'], { cwd });
    expect(stdout).toMatch(/what orders +SC +Armv8\n/);
  });

  it('prints the same bytes twice', () => {
    const cwd = directory({ 'mp.litmus': MP });
    const run = () => pinlitmus(['barriers', 'mp.litmus'], { cwd }).stdout;
    expect(run()).toBe(run());
  });

  it('fails in CI on a barrier that is redundant on every model, and names its place', () => {
    const cwd = directory({ 'b.litmus': BARRIER, 'n.litmus': NO_MB });
    const { code, stdout } = pinlitmus(['barriers', '--check', 'b.litmus', 'n.litmus'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toBe(
      'b.litmus:43:2: smp_wmb() is redundant on LKMM, x86-TSO, PSO, Armv8 and RISC-V\n1 of 2 files has a barrier that is redundant on every model\n',
    );
    const fine = pinlitmus(['barriers', '--check', 'n.litmus'], { cwd });
    expect(fine).toMatchObject({
      code: 0,
      stdout: 'none of 1 file has a barrier that is redundant on every model\n',
    });
  });

  it('writes an alternative into the file, with verdicts that hold then', () => {
    const cwd = directory({ 'n.litmus': NO_MB });
    const { code, stderr } = pinlitmus(['barriers', '--write', 'n.litmus'], { cwd });
    expect([code, stderr]).toEqual([0, 'pinlitmus: n.litmus: alternative 1 written to n.litmus\n']);
    const written = readFileSync(join(cwd, 'n.litmus'), 'utf8');
    expect(written).toContain('\tpage_ref_add(page, PAGE_PIN_BIAS);\n\tsmp_mb__after_atomic();\n');
    expect(written).toContain('Expect=lkmm:Never sc:Never tso:Never pso:Never armv8:Never riscv:Never');
    expect(pinlitmus(['check', 'n.litmus'], { cwd }).code).toBe(0);
  });

  it('writes the alternative that is chosen, to a copy', () => {
    const cwd = directory({ 'mp.litmus': MP });
    const args = ['barriers', '--write-to', 'fixed.litmus', '--choose', '3', 'mp.litmus'];
    expect(pinlitmus(args, { cwd }).code).toBe(0);
    expect(readFileSync(join(cwd, 'mp.litmus'), 'utf8')).toBe(MP);
    const written = readFileSync(join(cwd, 'fixed.litmus'), 'utf8');
    expect(written).toContain('\tsmp_wmb();\n');
    expect(pinlitmus(['check', 'fixed.litmus'], { cwd }).code).toBe(0);
  });

  it('says why nothing was written', () => {
    const cwd = directory({
      'b.litmus': BARRIER,
      'l.litmus': library('gup-writeback/barrier-look-first.litmus'),
    });
    const fine = pinlitmus(['barriers', '--write', 'b.litmus'], { cwd });
    expect([fine.code, fine.stderr]).toEqual([
      0,
      'pinlitmus: b.litmus: nothing written, for the state is forbidden as it is\n',
    ]);
    const none = pinlitmus(['barriers', '--write', 'l.litmus'], { cwd });
    expect([none.code, none.stderr]).toEqual([
      1,
      'pinlitmus: l.litmus: nothing written, for there is no alternative\n',
    ]);
  });

  it.each([
    [['--write', '--write-to', 'x', 'b.litmus'], '--write and --write-to exclude each other'],
    [['--write', '-'], '--write cannot write to standard input'],
    [['--check', '--write', 'b.litmus'], '--check writes nothing'],
    [['--write-to', 'x', 'b.litmus', 'n.litmus'], '--write-to takes one test'],
    [['--choose', '4', 'b.litmus'], 'It takes 1, 2 or 3.'],
  ])('refuses %j', (args, message) => {
    const cwd = directory({ 'b.litmus': BARRIER, 'n.litmus': NO_MB });
    const { code, stderr } = pinlitmus(['barriers', ...args], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('shows what is wrong with a test, as check does', () => {
    const cwd = directory({ 'bad.litmus': BARRIER.replace('smp_mb()', 'smp_bm()') });
    const { code, stdout } = pinlitmus(['barriers', 'bad.litmus'], { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain("unknown function 'smp_bm'; did you mean 'smp_mb'?");
  });

  it('says what a limit left open, and ends undecided', () => {
    const cwd = directory({ 'b.litmus': BARRIER });
    const { code, stdout } = pinlitmus(['barriers', '--max-states', '2', 'b.litmus'], { cwd });
    expect(code).toBe(5);
    expect(stdout).toContain('stopped at 2 states');
    expect(stdout).not.toContain('redundant');
  });

  it('reads standard input, and says when there is no test', () => {
    expect(pinlitmus(['barriers', '-'], { input: MP }).stdout).toContain('--- <stdin>\n+++ <stdin>\n');
    expect(pinlitmus(['barriers', 'no/*.litmus'])).toMatchObject({ code: 4 });
  });

  it('explains the order of costs in its help', () => {
    const { stdout } = pinlitmus(['barriers', '--help']);
    expect(stdout).toContain('Cheapest is by the sum of');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
