/** `pinlitmus explain` as a command: what it prints where, the files it writes, and how it ends. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainSchema } from '../../src/report/formats/explain-schema.js';
import { DEADLOCK, ENDLESS, MALFORMED, storeBuffering } from './cases.js';
import { directory, pinlitmus } from './command.js';

const LITMUS = join(import.meta.dirname, '../../litmus');
const library = (name: string): string => readFileSync(join(LITMUS, name), 'utf8');
const BARRIER = library('gup-writeback/barrier.litmus');
const NO_MB = library('gup-writeback/barrier-no-mb.litmus');
const FILES = { 'b.litmus': BARRIER, 'n.litmus': NO_MB, 'sb.litmus': storeBuffering() };

function explain(args: readonly string[], files: Readonly<Record<string, string>> = FILES) {
  const cwd = directory(files);
  return { cwd, ...pinlitmus(['explain', ...args], { cwd }) };
}

describe('pinlitmus explain', () => {
  it('says how the state comes about where it is allowed, and why it cannot where it is not', () => {
    const { code, stdout, stderr } = explain(['n.litmus']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^x86-TSO and PSO: why not$/m);
    expect(stdout).toMatch(/^Armv8 and RISC-V: how$/m);
    expect(stdout).toContain('overtakes "page_ref_add(page,\n  PAGE_PIN_BIAS)" (line 23)');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('has the cycle through the full ordering of TestSetPageWriteback(), and not through smp_wmb()', () => {
    const { stdout } = explain(['--model', 'armv8', 'b.litmus']);
    expect(stdout).toContain('↓ smp_mb() (line 34)');
    expect(stdout).toContain('↓ the write of an atomic that is both acquire and release is');
    expect(stdout).not.toContain('smp_wmb');
  });

  it('prints a section for each file, and the same bytes twice', () => {
    const run = () => explain(['b.litmus', 'n.litmus']).stdout;
    expect(run()).toMatch(/^gup-barrier {3}[\s\S]*\n\ngup-barrier-no-mb {3}/);
    expect(run()).toBe(run());
  });

  it('explains another state', () => {
    const { code, stdout } = explain(['-m', 'tso', '--state', '0:r0=1 /\\ 1:r0=1', 'sb.litmus']);
    expect(code).toBe(0);
    expect(stdout).toContain('"0:r0=1 /\\ 1:r0=1" is allowed on x86-TSO.');
  });

  it('explains what a deadlock waits for', () => {
    const { code, stdout } = explain(['-m', 'armv8', 'd.litmus'], { 'd.litmus': DEADLOCK });
    expect(code).toBe(0);
    expect(stdout).toContain(
      "P0 waits for ever at line 10, spin_lock(s): s is 1 since P0's spin_lock(s)\n  (line 9).",
    );
  });

  it('says that nothing is known within the limits, and ends undecided', () => {
    const { code, stdout } = explain(['--max-states', '50', 'e.litmus'], { 'e.litmus': ENDLESS });
    expect(code).toBe(5);
    expect(stdout).toContain('"x=2" is undecided under the kernel\'s model and on SC, x86-TSO, PSO');
    expect(stdout).toContain(': undecided, stopped at 50 states; P0 may\ncount for ever at line 7\n');
    expect(stdout).not.toMatch(/forbidden|allowed/);
  });

  it('has a help within 80 columns, with examples', () => {
    const { stdout } = pinlitmus(['explain', '--help']);
    expect(stdout).toContain('Examples:');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('pinlitmus explain --reporter json', () => {
  it('prints a document that follows the schema', () => {
    const { code, stdout } = explain(['--reporter', 'json', 'b.litmus', 'n.litmus']);
    expect(code).toBe(0);
    const { files } = explainSchema.parse(JSON.parse(stdout));
    expect(files.map(({ file, models }) => [file, models.armv8.verdict])).toEqual([
      ['b.litmus', 'forbidden'],
      ['n.litmus', 'allowed'],
    ]);
  });

  it('writes it into a file, over what was there', () => {
    const files = { ...FILES, 'out.json': 'x'.repeat(100_000) };
    const { cwd, code, stdout } = explain(['-r', 'json', '-m', 'sc', '-o', 'out.json', 'sb.litmus'], files);
    expect([code, stdout]).toEqual([0, '']);
    const text = readFileSync(join(cwd, 'out.json'), 'utf8');
    expect(explainSchema.parse(JSON.parse(text)).files).toHaveLength(1);
  });

  it('has the faults of a file that cannot be understood', () => {
    const { code, stdout } = explain(['-r', 'json', 'bad.litmus'], { 'bad.litmus': MALFORMED });
    expect(code).toBe(3);
    const [{ name, diagnostics, models }] = explainSchema.parse(JSON.parse(stdout)).files;
    expect([name, diagnostics.length, models]).toEqual([null, 1, {}]);
  });
});

describe('pinlitmus explain --graph', () => {
  it.each([
    ['dot', /^digraph /],
    ['svg', /^<\?xml|^<svg/],
    ['html', /^<!doctype html>/],
  ])('draws %s on standard output, or into a file', (form, begins) => {
    const { code, stdout } = explain(['--graph', form, 'n.litmus']);
    expect(code).toBe(0);
    expect(stdout).toMatch(begins);
    const { cwd, ...quiet } = explain(['--graph', form, '--output', 'graph', 'n.litmus']);
    expect([quiet.code, quiet.stdout, quiet.stderr]).toEqual([0, '', '']);
    expect(readFileSync(join(cwd, 'graph'), 'utf8')).toBe(stdout);
  });

  it('draws the model that is asked for', () => {
    expect(explain(['--graph', 'dot', 'n.litmus']).stdout).toContain('is forbidden on PSO');
    expect(explain(['--graph', 'dot', '-m', 'tso', 'n.litmus']).stdout).toContain('is forbidden on x86-TSO');
  });

  it('speaks of no option in a page', () => {
    const { stdout } = explain(['--graph', 'html', '-m', 'armv8', 'g.litmus'], {
      'g.litmus': library('gup-writeback/gups-6.litmus'),
    });
    expect(stdout).toContain('2 more cycles are not drawn.');
    expect(stdout).not.toContain('--reporter');
  });

  it('leaves no file behind where there is nothing to draw, and says so', () => {
    const { cwd, code, stderr } = explain([
      '--graph',
      'dot',
      '--output',
      'new.dot',
      '--state',
      '0:r0=7',
      'sb.litmus',
    ]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^--state:1:1: warning: .*\n(?:.*\n)*pinlitmus: there is nothing to draw: .*\n$/),
    ]);
    expect(existsSync(join(cwd, 'new.dot'))).toBe(false);
  });

  it('leaves a file alone that was there, where there is nothing to draw', () => {
    const files = { 'e.litmus': ENDLESS, 'old.svg': '<svg/>' };
    const args = ['--graph', 'svg', '--output', 'old.svg', '--max-states', '50', 'e.litmus'];
    const { cwd, code } = explain(args, files);
    expect(code).toBe(5);
    expect(readFileSync(join(cwd, 'old.svg'), 'utf8')).toBe('<svg/>');
  });

  it('tells the faults of a test on stderr and writes nothing', () => {
    const { cwd, code, stdout, stderr } = explain(['--graph', 'svg', '--output', 'x.svg', 'bad.litmus'], {
      'bad.litmus': MALFORMED,
    });
    expect([code, stdout, readdirSync(cwd)]).toEqual([3, '', ['bad.litmus']]);
    expect(stderr).toContain("missing ';'");
  });

  it.each([
    [['--graph', 'svg', 'b.litmus', 'n.litmus'], '--graph draws one test at a time'],
    [
      ['--graph', 'svg', '-r', 'json', 'b.litmus'],
      "option '--graph <form>' cannot be used with option '-r, --reporter <name[=file]>'",
    ],
    [['--graph', 'png', 'b.litmus'], 'Allowed choices are dot, svg, html'],
    [['--graph', 'svg', '--output', 'no/x.svg', 'b.litmus'], 'cannot write no/x.svg'],
  ])('refuses %j', (args, message) => {
    const { code, stderr } = explain(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('what pinlitmus explain does not understand', () => {
  it.each([
    ['a name that the test does not have', '0:r7=1', "--state:1:1: error: P0 has no register 'r7'"],
    ['a state that does not parse', '0:r0=0 /\\', '--state:1:'],
  ])('is told with its place: %s', (_, state, message) => {
    const { code, stdout } = explain(['--state', state, 'sb.litmus']);
    expect(code).toBe(3);
    expect(stdout).toContain(message);
  });

  it('is a file that does not parse, and does not keep others from being explained', () => {
    const { code, stdout } = explain(['-m', 'sc', 'a.litmus', 'sb.litmus'], {
      ...FILES,
      'a.litmus': MALFORMED,
    });
    expect(code).toBe(3);
    expect(stdout).toContain("missing ';'");
    expect(stdout).toContain('"0:r0=0 /\\ 1:r0=0" is forbidden on SC.');
  });

  it('is a file that is not there, or a pattern that nothing matches', () => {
    expect(explain(['missing.litmus'])).toMatchObject({
      code: 4,
      stderr: 'pinlitmus: no test found: missing.litmus: no such file or directory\n',
    });
    expect(explain(['no/*.litmus'])).toMatchObject({
      code: 4,
      stderr: 'pinlitmus: no test found: nothing matches no/*.litmus\n',
    });
  });

  it('is a model that does not exist', () => {
    const { code, stderr } = explain(['--model', 'arm', 'b.litmus']);
    expect([code, stderr]).toEqual([2, expect.stringContaining("There is no model 'arm'")]);
  });
});
