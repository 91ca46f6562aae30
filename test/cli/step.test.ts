/** Transcripts of `pinlitmus step` over a pipe. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { steppedTest } from '../../src/cli/commands/run-step.js';
import { converse } from '../../src/cli/io/line-protocol.js';
import { loadTest } from '../../src/dialects/load.js';
import { paintAt } from '../../src/report/text/colour.js';
import { DEADLOCK, MALFORMED, storeBuffering, X86 } from './cases.js';
import { directory, type Outcome, pinlitmus } from './command.js';

const litmus = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../litmus', file), 'utf8');

function walk(text: string, commands: readonly string[], options: readonly string[] = []): Outcome {
  const cwd = directory({ 'test.litmus': text });
  return pinlitmus(['step', ...options, 'test.litmus'], {
    cwd,
    input: commands.map((line) => `${line}\n`).join(''),
  });
}

/** What the command prints, with each line of its input before what that gives. */
function transcript(text: string, commands: readonly string[], options: readonly string[]): string {
  const { stdout, stderr, code } = walk(text, commands, options);
  // A test may ask for what cannot be, and is warned of it.
  expect([stderr.replace(/^test\.litmus:\d+:\d+: warning: [\s\S]*/, ''), code]).toEqual(['', 0]);
  const { test } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(text);
  const value = (name: string): string | undefined => options[options.indexOf(name) + 1 || options.length];
  const chosen = { model: value('--model'), atomics: 'lse', seed: Number(value('--seed') ?? 1) } as const;
  const conversation = converse(steppedTest(test, chosen, paintAt(0)), 80);
  const answers = [conversation.next().value ?? ''];
  for (const command of commands) answers.push(conversation.next(command).value ?? '');
  expect(answers.join('')).toBe(stdout);
  const parts = answers.map((answer, index) =>
    index === 0 ? answer : `> ${commands[index - 1]}\n${answer}`,
  );
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  return parts.join('\n');
}

const SELF = `C self

{}

P0(int *x, int *y)
{
	int r0 = 0;
	int r1 = 0;

	r0 = READ_ONCE(*x);
	if (r0)
		r1 = READ_ONCE(*y);
}

exists (0:r1=1)
`;

const RETRY = `AArch64 retry
{ 0:X1=x; 1:X1=x; }
 P0              | P1          ;
 L0:             | MOV W0,#5   ;
 LDXR W0,[X1]    | STR W0,[X1] ;
 ADD W0,W0,#1    |             ;
 STXR W2,W0,[X1] |             ;
 CBNZ W2,L0      |             ;
exists (x=1)
`;

const LOST = `C lost

{}

P0(int *x, int *y)
{
	int r0;
	int r1;

	r0 = READ_ONCE(*x);
	r1 = READ_ONCE(*x);
}

P1(int *x)
{
	WRITE_ONCE(*x, 1);
}

exists (0:r0=1 /\\ 0:r1=0)
`;

describe('pinlitmus step', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'goes along the witness and back',
      litmus('gup-writeback/barrier-no-mb.litmus'),
      ['w', 'u', 'u', 'w 1', 'b'],
      [],
    ],
    [
      'jumps to where SC is left behind',
      litmus('gup-writeback/barrier-add-return-acquire.litmus'),
      ['s', '1', 's', '2', 'w'],
      [],
    ],
    ['says why accesses wait', litmus('gup-writeback/barrier.litmus'), ['s', '1', '1'], []],
    ['stops in a deadlock', DEADLOCK, ['1', '1', 'u', 'w'], []],
    [
      'explains what it does not understand',
      storeBuffering(),
      ['7', 'x', '1 2', 'u', '', 'help', 'quit', '1'],
      [],
    ],
    ['tells what a step takes for granted, and when that proves wrong', SELF, ['2', 'r', 'u', '1', '1'], []],
    ['makes a store-conditional fail', RETRY, ['1', '3', '1', 'u', 'u', '2'], []],
    ['shows a read that comes too late', LOST, ['2', '2', 's'], []],
    [
      'goes at random, the same way each time',
      litmus('classics/LOCK+incs.litmus'),
      ['r 2', 'r'],
      ['--seed', '7'],
    ],
    ['walks on another model', storeBuffering(), ['s', '2', 'w'], ['--model', 'tso']],
    ["walks assembly on its architecture's model", X86, ['w'], []],
  ])('%s', async (name, text, commands, options) => {
    const file = `golden/step/${name.replace(/[ ,']+/g, '-')}.txt`;
    await expect(transcript(text, commands, options)).toMatchFileSnapshot(file);
  });

  it('ends with exit code 0 where its input ends', () => {
    expect(walk(storeBuffering(), ['1']).code).toBe(0);
  });

  it('tells faults of the file on stderr and ends with 3', () => {
    const { code, stdout, stderr } = walk(MALFORMED, ['1']);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain("missing ';'");
  });

  it.each([
    ['standard input as the test', ['-']],
    ['two models', ['--model', 'sc,tso', 'test.litmus']],
    ['a model that does not exist', ['--model', 'power', 'test.litmus']],
    ['no file', []],
    ['a directory of tests', ['.']],
  ])('does not take %s', (_, args) => {
    const cwd = directory({ 'test.litmus': storeBuffering(), 'other.litmus': X86 });
    const { code, stderr } = pinlitmus(['step', ...args], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /);
  });

  it('has a help within 80 columns, with examples', () => {
    const { code, stdout } = pinlitmus(['step', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
