/** `check --states` and `--against`, and what `--update` says and writes. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AARCH64, FAILING, PASSING, storeBuffering, UNJUDGED } from './cases.js';
import { directory, pinlitmus } from './command.js';

const MODELS = ['--model', 'sc,tso'];
const check = (cwd: string, ...args: readonly string[]) => pinlitmus(['check', ...MODELS, ...args], { cwd });
const SC = ['0:r0=0; 1:r0=1', '0:r0=1; 1:r0=0', '0:r0=1; 1:r0=1'];
const lines = (states: readonly string[]): string => states.map((state) => `state ${state}\n`).join('');
const KEPT = `pinlitmus-states 1
test SB

model sc
${lines(SC)}
model tso
${lines(['0:r0=0; 1:r0=0', ...SC])}`;

describe('check --states', () => {
  it('keeps all states in a file beside the test, and compares with them', () => {
    const cwd = directory({ 'a/SB.litmus': PASSING });
    const written = check(cwd, '--states=update', 'a');
    expect([written.code, written.stderr]).toEqual([0, 'pinlitmus: 1 file of states written\n']);
    expect(readFileSync(join(cwd, 'a/SB.states'), 'utf8')).toBe(KEPT);
    const { code, stderr } = check(cwd, '--states', 'a');
    expect([code, stderr]).toEqual([0, '']);
  });

  it('fails by a state that appears or disappears, with the command that explains it', () => {
    const changed = KEPT.replace('state 0:r0=0; 1:r0=0\n', 'state 0:r0=5; 1:r0=0\n');
    const cwd = directory({ 'SB.litmus': PASSING, 'SB.states': changed });
    const { code, stdout } = check(cwd, '--states', 'SB.litmus');
    expect(code).toBe(1);
    expect(stdout).toMatch(/SC +Never, as expected {2,}/);
    expect(stdout).toMatch(/x86-TSO +Sometimes, as expected, but with other states/);
    expect(stdout).toContain('Not as in SB.states on x86-TSO:\n  + 0:r0=0; 1:r0=0\n  - 0:r0=5; 1:r0=0\n');
    const command = "explain --model tso --state '0:r0=0 /\\ 1:r0=0' SB.litmus";
    expect(stdout).toContain(`  pinlitmus ${command}\n`);
    const explained = pinlitmus(['explain', '--model', 'tso', '--state', '0:r0=0 /\\ 1:r0=0', 'SB.litmus'], {
      cwd,
    });
    expect(explained.stdout).toContain('x86-TSO: how');
    const gcc = check(cwd, '--states', '--reporter', 'gcc', 'SB.litmus').stdout;
    expect(gcc).toContain(
      '(0:r0=0; 1:r0=0 is not in SB.states, and 1 more difference) on x86-TSO [unexpected-states]',
    );
  });

  it('tells of states whose test is gone, and of models that it is not run on, and fails none', () => {
    const cwd = directory({
      'a/SB.litmus': AARCH64,
      'a/SB.states': `${KEPT}model mine\nmodel cat:mine.cat\n`,
      'a/gone.states': KEPT,
      'a/b/gone too.states': KEPT,
      'gone.states': KEPT,
      'only/x.litmus': AARCH64,
    });
    const run = (...args: readonly string[]) => pinlitmus(['check', '--states', ...args], { cwd });
    const gone = 'pinlitmus: states whose test is gone:\n  a/gone.states\n  gone.states\n';
    const own = run('.');
    expect(own.stderr).toContain(
      `${gone}pinlitmus: states of models that the test is not run on:\n  a/SB.states, on tso and mine\n`,
    );
    expect(run('-m', 'sc', '.').stderr).toContain(
      `${gone}pinlitmus: states of models that the test is not run on:\n  a/SB.states, on mine\n`,
    );
    expect(run('a/SB.litmus').stderr).not.toContain('gone');
    expect(run('only').stderr).not.toContain('gone');
    const written = pinlitmus(['check', '-m', 'sc', '--states=update', '.'], { cwd });
    expect(written.stderr).toContain(gone);
    expect(existsSync(join(cwd, 'gone.states'))).toBe(true);
  });

  it('says which tests have no states, and fails none of them', () => {
    const cwd = directory({
      'a.litmus': PASSING,
      'SB.litmus': PASSING,
      'SB.states': KEPT.replace(/model tso[\s\S]*/, ''),
    });
    const { code, stderr } = check(cwd, '--states', '.');
    expect([code, stderr]).toEqual([
      0,
      'pinlitmus: not compared, for want of states that --states=missing would keep:\n  SB.states, on x86-TSO\n  a.states\n',
    ]);
  });

  it('writes with =missing only what is not there', () => {
    const wrong = KEPT.replace('0:r0=0; 1:r0=0', '0:r0=5; 1:r0=0');
    const cwd = directory({ 'a.litmus': PASSING, 'SB.litmus': PASSING, 'SB.states': wrong });
    const { code, stderr } = check(cwd, '--states=missing', '.');
    expect([code, stderr]).toEqual([1, 'pinlitmus: 1 file of states written\n']);
    expect(readFileSync(join(cwd, 'SB.states'), 'utf8')).toBe(wrong);
    expect(readFileSync(join(cwd, 'a.states'), 'utf8')).toBe(KEPT);
  });

  it('corrects them together with --update too, says what changes, and keeps other models', () => {
    const wrong = `${KEPT.replace('0:r0=0; 1:r0=0', '0:r0=5; 1:r0=0')}\nmodel pso\nstate 0:r0=9; 1:r0=9\n`;
    const cwd = directory({ 'SB.litmus': PASSING, 'SB.states': wrong });
    const dry = check(cwd, '--states', '--update', '--dry-run', 'SB.litmus');
    expect([dry.code, readFileSync(join(cwd, 'SB.states'), 'utf8')]).toEqual([1, wrong]);
    expect(dry.stderr).toContain('SB.states\n+ tso 0:r0=0; 1:r0=0\n- tso 0:r0=5; 1:r0=0\n');
    expect(dry.stderr).toContain('pinlitmus: 1 file of states would be written\n');
    const { code } = check(cwd, '--states', '--update', 'SB.litmus');
    expect(code).toBe(0);
    const text = readFileSync(join(cwd, 'SB.states'), 'utf8');
    expect(text).toBe(`${KEPT}\nmodel pso\nstate 0:r0=9; 1:r0=9\n`);
  });

  it('is undecided where the search is cut short, and keeps nothing of that', () => {
    const cwd = directory({ 'SB.litmus': UNJUDGED, 'SB.states': KEPT });
    expect(check(cwd, '--states', '--max-states', '12', 'SB.litmus').code).toBe(5);
    const { code, stderr } = check(cwd, '--states=update', '--max-states', '12', 'SB.litmus');
    expect(code).toBe(5);
    expect(stderr).toContain('not all states of SB.litmus are known on x86-TSO: none are kept');
    expect(readFileSync(join(cwd, 'SB.states'), 'utf8')).toBe(KEPT);
  });

  it('refuses a file that it cannot read, with the place', () => {
    const cwd = directory({
      'SB.litmus': PASSING,
      'SB.states': KEPT.replace('state 0:r0=0; 1:r0=1', 'stat x=1'),
    });
    const { code, stderr } = check(cwd, '--states', 'SB.litmus');
    expect(code).toBe(2);
    expect(stderr).toContain("SB.states:5:1: error: expected 'state NAME=VALUE; …'");
    expect(check(cwd, '--states=update', 'SB.litmus').code).toBe(0);
    expect(readFileSync(join(cwd, 'SB.states'), 'utf8')).toBe(KEPT);
  });

  it.each([
    [['--states', '--against', 'x'], 'one at a time'],
    [['--states', '--verdict-only'], '--verdict-only finds no states'],
    [['--dry-run'], '--dry-run is for what writes'],
    [['--states=all'], 'It takes nothing, or =missing or =update.'],
    [['--update=some'], 'It takes nothing, or =missing.'],
  ])('refuses %j', (options, message) => {
    const { code, stderr } = check(directory({ 'a.litmus': PASSING }), ...options, 'a.litmus');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

const entry = (name: string, states: readonly string[]): string =>
  `Test ${name} Allowed\nStates ${states.length}\n${states.map((state) => `${state};\n`).join('')}Ok\nWitnesses\nPositive: 1 Negative: 1\nObservation ${name} Sometimes 1 1\n\n`;

describe('check --against', () => {
  const files = { 'SB.litmus': PASSING, log: entry('SB', SC) + entry('other', SC) };

  it('compares with a log of the model that is asked for', () => {
    const cwd = directory(files);
    const run = (model: string) =>
      pinlitmus(['check', '--model', model, '--against', 'log', 'SB.litmus'], { cwd });
    expect([run('sc').code, run('tso').code]).toEqual([0, 1]);
    expect(run('tso').stdout).toContain('Not as in log on x86-TSO:\n  + 0:r0=0; 1:r0=0\n');
    expect(run('sc').stderr).toBe('pinlitmus: 1 entry of log of which no test was run\n');
  });

  it('takes the log for the kernel’s model where several are run, and for the own one of assembly', () => {
    const arm = entry('SB', ['0:X2=0; 1:X2=0', '0:X2=0; 1:X2=1', '0:X2=1; 1:X2=0', '0:X2=1; 1:X2=1']);
    const cwd = directory({ ...files, 'arm.litmus': AARCH64, arm });
    const kernels = pinlitmus(['check', '--against', 'log', 'SB.litmus'], { cwd });
    expect(kernels.stdout).toContain('Not as in log on LKMM:');
    expect(pinlitmus(['check', '--against', 'arm', 'arm.litmus'], { cwd }).code).toBe(0);
  });

  it('reads what --reporter herd writes, several files of it', () => {
    const cwd = directory({ 'SB.litmus': PASSING, 'b.litmus': storeBuffering().replace('C SB', 'C b') });
    for (const name of ['SB', 'b'])
      pinlitmus(['check', '--reporter', `herd=${name}.log`, `${name}.litmus`], { cwd });
    const { code, stderr } = pinlitmus(['check', '--against', 'SB.log', '--against', 'b.log', '.'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
  });

  it('says of a log that cannot be read what is wrong, and runs nothing', () => {
    const cwd = directory({ 'SB.litmus': PASSING, log: 'Test SB Allowed\nStates 2\n0:r0=1;\nOk\n' });
    const { code, stdout, stderr } = check(cwd, '--against', 'log', '--against', 'none', 'SB.litmus');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('log:4:1: error: expected a final state, of 2');
    expect(stderr).toContain('none:1:1: error: cannot be read: no such file or directory');
  });

  it('says how many tests are in no log', () => {
    const cwd = directory({ ...files, 'b.litmus': storeBuffering().replace('C SB', 'C b') });
    const { stderr } = pinlitmus(['check', '--model', 'sc', '--against', 'log', '.'], { cwd });
    expect(stderr).toContain('pinlitmus: 1 test without an entry in log\n');
  });
});

describe('check --update', () => {
  it('shows the file, the old line and the new one', () => {
    const cwd = directory({ 'a.litmus': FAILING, 'b.litmus': UNJUDGED, 'c.litmus': PASSING });
    const { code, stderr } = check(cwd, '--update', '.');
    expect(code).toBe(0);
    expect(stderr).toBe(`a.litmus:2
- Expect=sc:Never tso:Never armv8:Never
+ Expect=sc:Never tso:Sometimes armv8:Never
b.litmus:2
+ Expect=sc:Never tso:Sometimes
pinlitmus: 2 of 3 files changed
`);
  });

  it('writes nothing with --dry-run, and fails where it would', () => {
    const cwd = directory({ 'a.litmus': UNJUDGED });
    const dry = check(cwd, '--update', '--dry-run', '.');
    expect([dry.code, dry.stderr]).toEqual([
      1,
      'a.litmus:2\n+ Expect=sc:Never tso:Sometimes\npinlitmus: 1 of 1 file would change\n',
    ]);
    expect(readFileSync(join(cwd, 'a.litmus'), 'utf8')).toBe(UNJUDGED);
    expect(check(cwd, '-u', '.').code).toBe(0);
    expect(check(cwd, '-u', '--dry-run', '.').code).toBe(0);
  });

  it('adds with =missing only to tests that expect nothing', () => {
    const result = storeBuffering('(* Result: Sometimes *)');
    const cwd = directory({ 'a.litmus': FAILING, 'b.litmus': UNJUDGED, 'r.litmus': result });
    const { code, stderr } = check(cwd, '--update=missing', '.');
    expect(code).toBe(1);
    expect(stderr).toBe('b.litmus:2\n+ Expect=sc:Never tso:Sometimes\npinlitmus: 1 of 3 files changed\n');
    expect(readFileSync(join(cwd, 'a.litmus'), 'utf8')).toBe(FAILING);
    expect(readFileSync(join(cwd, 'r.litmus'), 'utf8')).toBe(result);
  });

  it('writes nothing outside of the files that were given', () => {
    const cwd = directory({ 'out/far.litmus': UNJUDGED, 'in/near.litmus': UNJUDGED });
    symlinkSync('../out/far.litmus', join(cwd, 'in/link.litmus'));
    const { code, stderr } = check(cwd, '--update', 'in');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: cannot update in\/link\.litmus: it is reached by a link, and \/.*out\/far\.litmus is not among the files that were given$/m,
    );
    expect(readFileSync(join(cwd, 'out/far.litmus'), 'utf8')).toBe(UNJUDGED);
    // Named itself it was given.
    expect(check(cwd, '--update', 'in/link.litmus').code).toBe(0);
    expect(readFileSync(join(cwd, 'out/far.litmus'), 'utf8')).toContain('Expect=');
  });

  it('keeps states only beside the files that were given', () => {
    const cwd = directory({ 'in/a.litmus': UNJUDGED, 'out/else': 'mine' });
    symlinkSync('../out/else', join(cwd, 'in/a.states'));
    const { code } = check(cwd, '--states=update', 'in');
    expect(code).toBe(2);
    expect(readFileSync(join(cwd, 'out/else'), 'utf8')).toBe('mine');
    writeFileSync(join(cwd, 'in/b.litmus'), UNJUDGED);
    expect(existsSync(join(cwd, 'in/b.states'))).toBe(false);
    check(cwd, '--states=missing', 'in/b.litmus');
    expect(readdirSync(join(cwd, 'in')).sort()).toEqual(['a.litmus', 'a.states', 'b.litmus', 'b.states']);
  });
});
