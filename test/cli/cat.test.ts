/** Models of the user's own: --cat and --bell. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SET_NAMES } from '../../src/axioms/event-sets.js';
import { TAGS } from '../../src/cat/cat-library.js';
import { directory, pinlitmus } from './command.js';

const LITMUS = join(import.meta.dirname, '../../litmus');

const SB = `C SB
{}
P0(int *x, int *y) { int r0; WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }
P1(int *x, int *y) { int r0; WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 1:r0=0)
`;
const SB_MBS = SB.replace('C SB', 'C SB+mbs').replaceAll('1); r0', '1); smp_mb(); r0');

const INTERLEAVED = 'Interleaved\ninclude "cos.cat"\nacyclic po | rf | co | fr\n';
const BUFFERED = `"store buffers"
include "cos.cat"
acyclic po-loc | rf | co | fr
empty rmw & (fre ; coe)
let ordered = (po & (M * M)) \\ (W * R)
acyclic ordered | po ; [F & MB] ; po | rfe | co | fr
`;
const BELL = `"tags"\nenum Tags = 'ONCE || 'MB\n`;

interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a check with these files there. */
function check(files: Readonly<Record<string, string>>, ...args: readonly string[]): Told {
  return pinlitmus(['check', ...args], {
    cwd: directory({ 'sb.litmus': SB, 'mbs.litmus': SB_MBS, ...files }),
  });
}

/** The words of the line of a test in a table of many, its mark left out. */
function lineOf({ stdout }: Told, test: string): readonly string[] {
  const line = stdout.split('\n').find((each) => each.trim().split(/\s+/)[1] === test) ?? '';
  return line.trim().split(/\s+/).slice(2);
}

describe('--cat', () => {
  it('runs C on a model of the user alone, or beside others', () => {
    const alone = check({ 'a.cat': INTERLEAVED }, '--cat', 'a.cat', 'sb.litmus', 'mbs.litmus');
    expect(alone).toMatchObject({ code: 0, stderr: '' });
    expect(alone.stdout.split('\n')[0].trim()).toBe('Interleaved');
    expect(lineOf(alone, 'sb')).toEqual(['Never']);
    const options = ['--bell', 'tags.bell', '--cat', 'a.cat', '--cat', 'b.cat', '--model', 'armv8,sc'];
    const files = { 'a.cat': INTERLEAVED, 'b.cat': BUFFERED, 'tags.bell': BELL };
    const beside = check(files, ...options, 'sb.litmus', 'mbs.litmus');
    expect(beside.stdout.split('\n')[0].trim().split(/ {2,}/)).toEqual([
      ...['SC', 'Armv8', 'Interleaved', 'store buffers'],
    ]);
    expect(lineOf(beside, 'sb')).toEqual(['Never', 'Sometimes', 'Never', 'Sometimes']);
    expect(lineOf(beside, 'mbs')).toEqual(['Never', 'Never', 'Never', 'Never']);
  });

  it('calls a model by its file where that gives no title, and with its path where the title is taken', () => {
    const files = {
      'dir/plain.cat': 'acyclic po | rf | co | fr',
      'sc.cat': INTERLEAVED.replace('Interleaved', 'SC'),
      'other.cat': INTERLEAVED.replace('Interleaved', '"SC"'),
      'c.cat': INTERLEAVED.replace('Interleaved', 'C RC11 catdep'),
    };
    const options = ['dir/plain.cat', 'sc.cat', 'other.cat', 'sc.cat', 'c.cat'].flatMap((file) => [
      '--cat',
      file,
    ]);
    const { stdout } = check(files, ...options, 'sb.litmus', 'mbs.litmus');
    expect(stdout.split('\n')[0].trim().split(/ {2,}/)).toEqual([
      ...['plain', 'SC (sc.cat)', 'SC (other.cat)', 'RC11'],
    ]);
  });

  it('takes a directory as the kernel has it, with files that include others beside them', () => {
    const files = {
      'model/linux-kernel.cfg':
        'macros linux-kernel.def\nbell k.bell\nmodel k.cat\nvariant lkmmv2\ngraph columns\n',
      'model/k.bell': BELL,
      'model/k.cat': '"mine"\nif "lkmmv2" then include "./sub/axioms.cat" end\n',
      'model/sub/axioms.cat': 'include "../rest.cat"\n',
      'model/rest.cat': BUFFERED,
    };
    for (const path of ['model', 'model/']) {
      const told = check(files, '--cat', path, 'sb.litmus', 'mbs.litmus');
      expect(told).toMatchObject({ code: 0, stderr: '' });
      expect(lineOf(told, 'sb')).toEqual(['Sometimes']);
      expect(lineOf(told, 'mbs')).toEqual(['Never']);
    }
  });

  it('names it in documents by its path', () => {
    const { stdout } = check({ 'a.cat': INTERLEAVED }, '--cat', 'a.cat', '--reporter', 'json', 'sb.litmus');
    expect(Object.keys(JSON.parse(stdout).tests[0].models)).toEqual(['cat:a.cat']);
  });

  it('finds the verdict alone too, and says flags', () => {
    const files = { 'a.cat': `${BUFFERED}flag ~empty fr as overtaken`, b: BELL };
    const options = ['--bell', 'b', '--cat', 'a.cat'];
    const quick = check(files, ...options, '--verdict-only', 'sb.litmus', 'mbs.litmus');
    expect([lineOf(quick, 'sb'), lineOf(quick, 'mbs')]).toEqual([['Sometimes'], ['Never']]);
    const { stdout } = check(files, ...options, '--reporter', 'json', 'sb.litmus');
    expect(JSON.parse(stdout).tests[0].models['cat:a.cat'].flags).toEqual(['overtaken']);
  });

  it('says once what is wrong with a model, with its place, and runs nothing', () => {
    const told = check(
      { 'a.cat': INTERLEAVED.replace('rf |', 'rff |') },
      '--cat',
      'a.cat',
      '-o',
      'out',
      'sb.litmus',
      'mbs.litmus',
    );
    expect(told.code).toBe(3);
    expect(told.stdout).toBe('');
    expect(told.stderr).toBe(`a.cat:3:14: error: nothing defines 'rff' [unknown-cat-name]
  1 | Interleaved
  2 | include "cos.cat"
> 3 | acyclic po | rff | co | fr
    |              ^^^
  4 |
`);
  });

  it.each([
    [
      'a model that is not there',
      ['--cat', 'no.cat'],
      {},
      3,
      'no.cat:1:1: error: cannot be read: no such file',
    ],
    [
      'tags that are not there',
      ['--cat', 'a.cat', '--bell', 'no.bell'],
      {},
      3,
      'no.bell:1:1: error: cannot be read',
    ],
    [
      'a directory without a configuration',
      ['--cat', 'd'],
      { 'd/x': '' },
      3,
      'd/linux-kernel.cfg:1:1: error',
    ],
    [
      'a configuration without a model',
      ['--cat', 'd'],
      { 'd/linux-kernel.cfg': 'bell x' },
      2,
      'names no model',
    ],
    [
      'an include of nothing',
      ['--cat', 'b.cat'],
      { 'b.cat': 'include "c.cat"' },
      3,
      "there is no file 'c.cat' to include",
    ],
    [
      'a file that includes itself',
      ['--cat', 'b.cat'],
      { 'b.cat': 'include "b.cat"' },
      3,
      'including of files',
    ],
    [
      'tags that no event has',
      ['--cat', 'b.cat'],
      { 'b.cat': "enum A = 'once" },
      3,
      "the tag 'once is not supported",
    ],
    [
      'tags without a model',
      ['--bell', 'a.cat'],
      {},
      2,
      '--bell names the tags of a model: expected --cat too',
    ],
    ['standard input', ['--cat', '-'], {}, 2, 'a model cannot be read from standard input'],
    ['--update', ['--cat', 'a.cat', '--update'], {}, 2, '--update cannot write what a model of --cat gives'],
  ])('refuses %s', (_, options, files, code, said) => {
    const told = check({ 'a.cat': INTERLEAVED, ...files }, ...options, 'sb.litmus');
    expect(told).toMatchObject({ code, stdout: '' });
    expect(told.stderr.replace(/\s+/g, ' ')).toContain(said);
  });

  it('runs assembly on the same, which the model of the kernel has no say in', () => {
    const test = `${LITMUS}/assembly/SB+mfences.litmus`;
    const text = '"x86"\ninclude "x86fences.cat"\nacyclic mfence | rfe | co | fr as global\n';
    const files = { 'a.cat': text, 'b.cat': text.replace('mfence |', '') };
    const told = check(files, '--cat', 'a.cat', '--cat', 'b.cat', '--reporter', 'json', test);
    const { models } = JSON.parse(told.stdout).tests[0];
    const verdicts = Object.values(models).map((each) => (each as { observation: string }).observation);
    expect(verdicts).toEqual(['Never', 'Sometimes']);
    const kernel = check({}, '--model', 'lkmm', test);
    expect(kernel.code).toBe(5);
    expect(kernel.stdout).toContain('this model speaks of C alone');
  });

  it('refuses a check that hangs on what nothing gives, with the place where it is named', () => {
    const text = '"deps"\nlet flow = iico_data+\nlet unused = rf-reg\nacyclic po | [W] ; flow\n';
    const { code, stderr } = check({ 'a.cat': text }, '--cat', 'a.cat', 'sb.litmus');
    expect(code).toBe(3);
    expect(stderr.replace(/\s+/g, ' ')).toContain("a.cat:2:12: error: 'iico_data' is not supported");
  });

  it('explains under a model of the user, by the axiom that is violated', () => {
    const files = { 'sb.litmus': SB, 'mbs.litmus': SB_MBS, 'b.cat': BUFFERED, 'tags.bell': BELL };
    const cwd = directory(files);
    const options = ['--bell', 'tags.bell', '--cat', 'b.cat'];
    const forbidden = pinlitmus(['explain', ...options, 'mbs.litmus'], { cwd });
    expect(forbidden).toMatchObject({ code: 0, stderr: '' });
    expect(forbidden.stdout).toContain('is forbidden on store buffers');
    expect(forbidden.stdout).toMatch(/WRITE_ONCE[\s\S]*smp_mb\(\)[\s\S]*reads y = 0/);
    const allowed = pinlitmus(['explain', ...options, '--model', 'sc', 'sb.litmus'], { cwd });
    expect(allowed.stdout).toContain('is forbidden on SC, allowed on store buffers');
    expect(pinlitmus(['explain', '--cat', 'no.cat', 'sb.litmus'], { cwd }).code).toBe(3);
  });

  it('asks a model of the user what barriers are for', () => {
    const cwd = directory({ 'mbs.litmus': SB_MBS, 'b.cat': BUFFERED, 'tags.bell': BELL });
    const options = ['--bell', 'tags.bell', '--cat', 'b.cat', '--reporter', 'json'];
    const { code, stdout } = pinlitmus(['barriers', ...options, 'mbs.litmus'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('cat:b.cat');
    expect(pinlitmus(['barriers', '--bell', 'tags.bell', 'mbs.litmus'], { cwd }).code).toBe(2);
  });

  it('says of which relation there is none', () => {
    const { code, stdout } = check(
      { 'a.cat': 'let rec r = po \\ r\nacyclic r' },
      '--cat',
      'a.cat',
      'sb.litmus',
    );
    expect(code).toBe(5);
    expect(stdout).toContain("the recursion of 'r' in the model comes to no end");
  });
});

describe('the tags of a bell file', () => {
  it('are sets of events', () => {
    const sets = TAGS.map((tag) => tag[0].toUpperCase() + tag.slice(1));
    expect(SET_NAMES).toEqual(expect.arrayContaining(sets));
  });
});
