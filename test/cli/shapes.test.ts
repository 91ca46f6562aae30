/** `pinlitmus new`, `generate` and `name`, as they are typed. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, pinlitmus } from './command.js';
import { runHere } from './streams.js';

describe('new', () => {
  it('writes a test that passes as it is', () => {
    const cwd = directory();
    for (const [name, dialect] of [
      ['SB+mb+rel-acq', 'C'],
      ['MP+wmb+addr', 'AArch64'],
      ['3.SB+mbs', 'X86'],
      ['Z6.3+mb+mb+wmb', 'RISCV'],
      ['WRC+data+addr', 'PPC'],
    ]) {
      const file = `${dialect}.litmus`;
      const made = pinlitmus(['new', name, '--dialect', dialect, '--output', file], { cwd });
      expect(made).toMatchObject({ code: 0, stdout: '' });
      expect(made.stderr).toMatch(new RegExp(`^${dialect}.litmus is written: .*sc Never`));
    }
    const checked = pinlitmus(['check', '--require-expectations', '.'], { cwd });
    expect(checked.code, checked.stdout).toBe(0);
  });

  it('prints the test, with what the models say of it and what its author is to write', () => {
    expect(
      pinlitmus(['new', 'MP+pooncerelease+poacquireonce', '--title', 'A title']).stdout,
    ).toBe(`C MP+rel+acq
"A title"
Cycle=PodWWOnceRelease RfeReleaseAcquire PodRRAcquireOnce Fre
Expect=lkmm:Never sc:Never tso:Never pso:Never armv8:Never riscv:Never

(*
 * Result: Never
 *
 * Tell here who these threads are in your code, and what goes wrong if they
 * can end in the state below.
 *)

{
}

P0(int *x, int *y)
{
	WRITE_ONCE(*x, 1);
	smp_store_release(y, 1);
}

P1(int *y, int *x)
{
	int r0;
	int r1;

	r0 = smp_load_acquire(y);
	r1 = READ_ONCE(*x);
}

exists (1:r0=1 /\\ 1:r1=0)
`);
  });

  it('takes a cycle of edges in place of a name', () => {
    const { stdout } = pinlitmus(['new', '--cycle', 'PodWR Fre PodWR Fre', '--dialect', 'X86_64']);
    expect(stdout).toContain('X86_64 SB\n');
    expect(stdout).toContain(' movl (y),%eax | movl (x),%eax ;\n');
  });

  it('writes over nothing unless it is asked to', () => {
    const cwd = directory({ 'a.litmus': 'mine' });
    expect(pinlitmus(['new', 'MP', '-o', 'a.litmus'], { cwd })).toMatchObject({
      code: 2,
      stderr: 'error: a.litmus is there already: --force writes over it\n',
    });
    expect(readFileSync(join(cwd, 'a.litmus'), 'utf8')).toBe('mine');
    expect(pinlitmus(['new', 'MP', '-o', 'a.litmus', '--force'], { cwd }).code).toBe(0);
    expect(readFileSync(join(cwd, 'a.litmus'), 'utf8')).toMatch(/^C MP\n/);
  });

  it.each([
    [['mp+wmb'], "'mp' is no shape; did you mean 'MP'?"],
    [['sb+mb+rel-acq'], "'sb' is no shape; did you mean 'SB+mb+rel-acq'?"],
    [['IRIV'], "'IRIV' is no shape; did you mean 'IRIW'?"],
    [['MP+wmb+adr'], "did you mean 'MP+wmb+addr'?"],
    [['MP+polocks'], "'polocks': a lock is no edge from one access to another; write such a test by hand"],
    [['MP+wmb+data'], "'data' cannot order a read and a read"],
    [['MP+wmb+rmb+mb'], "MP has 2 threads to order, and 'wmb+rmb+mb' orders 3"],
    [['MP+po-po+mb'], "'MP+po-po+mb' may mean 'MP+poR-po+mb' or 'MP+poW-po+mb'"],
    [['MP+rel+acq', '--dialect', 'PPC'], "Power's accesses carry no order"],
    [['MP+po+poR-poR-poR-poR-poR-poR-po', '-d', 'X86'], 'P1 needs more registers than there are'],
    [['--cycle', 'PodWW Fre'], "'Fre' cannot follow 'PodWW'"],
    [['--cycle', 'Foo Fre'], "'Foo' is no edge of C; its edges are Pod.., FenceMbd.."],
    [['--cycle', 'PodWW PodWW'], 'no edge leads to another thread (Rfe, Coe, Fre)'],
    [[], "expected the name of one test, or --cycle; 'pinlitmus new --list' shows the shapes"],
    [['MP', '--title', 'a "b"'], 'a title is one line, without quotation marks'],
  ])('says of %j what is wrong', (args, message) => {
    const { code, stderr, stdout } = pinlitmus(['new', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: .*\n$/);
  });

  it('breaks what it says into the lines of a terminal', async () => {
    const words = ['new', 'MP+wmb+adr', '--dialect', 'AArch64'];
    const { stderr: whole } = await runHere(words);
    expect(whole).toMatch(/^.{200,}\n$/);
    const { stderr: broken } = await runHere(words, { errorColumns: 60 });
    const lines = broken.trimEnd().split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
    expect(`${lines.map((line) => line.trim()).join(' ')}\n`).toBe(whole);
  });

  it('lists shapes with pictures that fit the width', () => {
    const { stdout } = pinlitmus(['new', '--list']);
    expect(stdout).toContain(`MP: Message passing
  P0         P1
  a: W x=1   c: R y=1
  |  po      |  po
  b: W y=1   d: R x=0
  b -rf-> c, d -fr-> a
`);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(pinlitmus(['new', '--list', 'IRIW+mbs']).stdout).toMatch(/^IRIW\+mbs\n/);
  });
});

describe('generate', () => {
  it('lists the cycles, the smallest first, and how many there are', () => {
    expect(pinlitmus(['generate', '--edges', 'mb,po'])).toMatchObject({
      code: 0,
      stderr: '21 cycles of up to 2 threads and 4 edges\n',
    });
    const once = pinlitmus(['generate', '--edges', 'po,mb,acq']);
    expect(pinlitmus(['generate', '--edges', 'acq mb po'])).toEqual(once);
  });

  it('keeps those on which two models differ', () => {
    const { stdout, stderr } = pinlitmus(['generate', '-e', 'mb,rel,acq', '--distinguish', 'lkmm,armv8']);
    expect(stdout).toContain('SB+rel-acqs');
    for (const line of stdout.trim().split('\n'))
      expect(line).toMatch(/ {3}LKMM (allowed, Armv8 forbidden|forbidden, Armv8 allowed)$/);
    expect(stderr).toMatch(
      /^LKMM and Armv8 differ on \d+ among \d+ cycles of up to 2 threads and 4 edges\n$/,
    );
  });

  it('says where it ends before all are there', () => {
    const { code, stdout, stderr } = pinlitmus(['generate', '-e', 'po', '--limit', '3']);
    expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 5, lines: 3 });
    expect(stderr).toContain('there are more: --limit 3 ends the search\n');
  });

  it('writes the tests, which pass as they are, and leaves alone what is there', () => {
    const cwd = directory({ 'tests/SB+mbs.litmus': 'mine' });
    const { stderr, code } = pinlitmus(['generate', '-e', 'mb', '-o', 'tests'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toBe(
      '6 cycles of up to 2 threads and 4 edges: 5 written to tests; 1 were there already, and are as they were\n',
    );
    expect(readFileSync(join(cwd, 'tests/SB+mbs.litmus'), 'utf8')).toBe('mine');
    expect(readdirSync(join(cwd, 'tests'))).toHaveLength(6);
    const checked = pinlitmus(['check', '--require-expectations', '--exclude', 'SB*', 'tests'], { cwd });
    expect(checked.code, checked.stdout).toBe(0);
  });

  it.each([
    [['-e', 'mb,foo'], "'foo' is no edge of C; its edges are po, mb, wmb"],
    [['-e', 'acq', '-d', 'X86'], "'acq' is no edge: accesses carry no order on x86"],
    [
      ['-e', 'mb', '--distinguish', 'lkmm,power'],
      'a test in C is run on lkmm, sc, tso, pso, armv8, riscv, not on power',
    ],
    [['-e', 'mb', '--distinguish', 'sc'], '--distinguish takes two models'],
    [['-e', 'mb', '--threads', '1'], 'a cycle has two threads at least'],
    [['-e', ','], '--edges names no edge'],
  ])('says of %j what is wrong', (args, message) => {
    const { code, stderr } = pinlitmus(['generate', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('name', () => {
  const made = (): string => pinlitmus(['new', 'MP+wmb+rmb']).stdout;

  it('says the shape of a test whatever its names are', () => {
    const text = made().replace(/\bx\b/g, 'data').replace(/\by\b/g, 'flag').replace('MP+wmb+rmb', 'mine');
    const cwd = directory({ 'mine.litmus': text });
    expect(pinlitmus(['name', 'mine.litmus'], { cwd })).toMatchObject({
      code: 0,
      stderr: '',
      stdout: `mine.litmus: MP+wmb+rmb

  P0         P1
  a: W x=1   c: R y=1
  |  wmb     |  rmb
  b: W y=1   d: R x=0
  b -rf-> c, d -fr-> a

  FenceWmbdWW Rfe FenceRmbdRR Fre
`,
    });
  });

  it('says of each test what it is, or why it is no cycle', () => {
    const MP = made();
    const cwd = directory({
      '1.litmus': MP,
      '2.litmus': MP.replace('exists', 'forall'),
      '3.litmus': MP.replace(' /\\ 1:r1=0', ''),
      '4.litmus': MP.replace('smp_rmb();', 'smp_rmb();\n\tif (r0)\n\t\tsmp_mb();'),
      '5.litmus': MP.replace('smp_rmb();', 'barrier();'),
      '6.litmus': MP.replace('exists (', 'exists (not '),
      '7.litmus': MP.replace('WRITE_ONCE(*x, 1)', '*x = 1'),
    });
    const { code, stdout } = pinlitmus(['name', '.'], { cwd });
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      '1.litmus: MP+wmb+rmb',
      "2.litmus: no single cycle: its condition is a 'forall', which no single state decides",
      '3.litmus: no single cycle: its condition leaves open what P1 reads into r1',
      "4.litmus: like MP+wmb+po, but in P1 'smp_rmb()', 'smp_mb()' is no edge",
      "5.litmus: like MP+wmb+po, but in P1 'barrier()' is no edge",
      '6.litmus: no single cycle: its condition describes more than one state',
      "7.litmus: no single cycle: no edge has the access '*x = 1'",
      '',
    ]);
  });

  it('tells of files that are no tests', () => {
    const cwd = directory({ 'a.litmus': 'C a\n{}\nP0(', 'b.litmus': made() });
    const { code, stdout, stderr } = pinlitmus(['name', 'a.litmus', 'b.litmus', 'c.litmus'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'b.litmus: MP+wmb+rmb\n' });
    expect(stderr).toContain('a.litmus:3:');
    expect(stderr).toContain('c.litmus: no such file or directory');
  });
});

describe('init, for a project', () => {
  it('writes what one begins with, and the tests pass', () => {
    const cwd = directory();
    const { code, stdout } = pinlitmus(['init'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(`pinlitmus.config.json          the configuration
litmus/MP+wmb+rmb.litmus       a first case
.github/workflows/litmus.yml   a workflow of GitHub Actions
.vscode/settings.json          editor settings

Next:
  npm init -y
  npm install --save-dev ./pinlitmus-0.1.0.tgz
  npx pinlitmus check
  npx pinlitmus new SB+mbs --output litmus/SB+mbs.litmus
  npx pinlitmus explain litmus/MP+wmb+rmb.litmus
`);
    expect(pinlitmus(['check', '--require-expectations'], { cwd }).code).toBe(0);
    expect(pinlitmus(['new', 'SB+mbs', '--output', 'litmus/SB+mbs.litmus'], { cwd }).code).toBe(0);
    expect(pinlitmus(['check', '--require-expectations'], { cwd }).stdout).toContain('2 passed');
  });

  it('writes over nothing, and takes a configuration of another kind for one', () => {
    const cwd = directory({ 'pinlitmus.config.js': 'export default {};\n', 'package.json': '{}' });
    writeFileSync(join(cwd, 'mine'), '');
    const { stdout } = pinlitmus(['init', 'tests/memory'], { cwd });
    expect(stdout).toContain('pinlitmus.config.js              is there already, and stays as it is\n');
    expect(stdout).not.toContain('npm init');
    expect(existsSync(join(cwd, 'pinlitmus.config.json'))).toBe(false);
    expect(existsSync(join(cwd, 'tests/memory/MP+wmb+rmb.litmus'))).toBe(true);
    const again = pinlitmus(['init', 'tests/memory'], { cwd }).stdout;
    expect(again.match(/stays as it is/g)).toHaveLength(4);
  });

  it('says where package.json takes pinlitmus from a place that no machine of CI has', () => {
    const depending = (on: string): string =>
      pinlitmus(['init'], {
        cwd: directory({ 'package.json': JSON.stringify({ devDependencies: { pinlitmus: on } }) }),
      }).stderr;
    expect(depending('file:../clone/pinlitmus-0.1.0.tgz')).toContain(
      'package.json takes pinlitmus from ../clone/pinlitmus-0.1.0.tgz, which no machine of CI has',
    );
    for (const on of ['file:pinlitmus-0.1.0.tgz', 'file:vendor/pinlitmus.tgz', '^0.1.0'])
      expect(depending(on)).toBe('');
  });

  it.each([
    [['--shards', '2'], 'are for a file of --ci'],
    [['a', 'b'], 'without --ci there is one directory of tests'],
    [['a.litmus'], 'expected a directory for tests, found a.litmus'],
  ])('says of %j what is wrong', (args, message) => {
    const { code, stderr } = pinlitmus(['init', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
