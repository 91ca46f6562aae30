/** Completion: what is offered at each place of a command line, and a real bash that completes as one types. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MODELS } from '../../src/models/index.js';
import { REPORTERS } from '../../src/report/index.js';
import { PASSING } from './cases.js';
import { BIN, directory, pinlitmus } from './command.js';
import { needing, shownBy } from './programs.js';

/** What is offered at the end of these words, and the directive behind it. */
function offered(
  words: readonly string[],
  cwd?: string,
): { readonly values: readonly string[]; readonly directive: number } {
  const { code, stdout, stderr } = pinlitmus(['complete', '--', ...words], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n');
  const directive = Number(/^:(\d+)$/.exec(lines.pop() ?? '')?.[1]);
  return { values: lines.filter((line) => line !== '').map((line) => line.split('\t')[0]), directive };
}

describe('what is offered', () => {
  it('is every command that the help has, and no hidden one', () => {
    const help = /^Commands:\n([\s\S]*?)^$/m.exec(pinlitmus(['--help']).stdout)?.[1] ?? '';
    const commands = [...help.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    expect(offered(['']).values).toEqual(commands);
    expect(offered(['comp']).values).toEqual(commands.filter((name) => name.startsWith('comp')));
  });

  it('is the options of the command', () => {
    const { values } = offered(['check', '--m']);
    expect(values).toEqual(['--model', '--max-states', '--max-memory']);
    expect(offered(['print', '--m']).values).toEqual([]);
  });

  it('is the models, one after another', () => {
    const names = MODELS.map(({ name }) => name);
    expect(offered(['check', '-m', '']).values).toEqual(names);
    for (const words of [['--model', 'ar'], ['--model=ar']])
      expect(offered(['check', ...words]).values).toEqual(names.filter((name) => name.startsWith('ar')));
    expect(offered(['check', '-m', 'sc,tso,']).values).toEqual(
      names.filter((name) => name !== 'sc' && name !== 'tso').map((name) => `sc,tso,${name}`),
    );
  });

  it('is the reporters that the command has', () => {
    const serving = (command: 'check' | 'explain'): readonly string[] =>
      REPORTERS.filter(({ serves }) => serves[command] !== undefined).map(({ name }) => name);
    expect(offered(['check', '-r', '']).values).toEqual(serving('check'));
    expect(offered(['explain', '--reporter', '']).values).toEqual(serving('explain'));
    expect(offered(['merge', '--reporter', '']).values).toEqual(serving('check'));
    expect(offered(['compare', '--reporter', '']).values).toEqual(['pretty', 'json']);
  });

  it('is tests and directories for a path, and any file for an option that takes one', () => {
    const cwd = directory({ 'sub/a.litmus': '', 'sub/notes.txt': '', 'sub/deep/x.litmus': '', '.git/x': '' });
    expect(offered(['check', ''], cwd)).toEqual({ values: ['sub/'], directive: 6 });
    expect(offered(['check', 'sub/'], cwd)).toEqual({ values: ['sub/a.litmus', 'sub/deep/'], directive: 4 });
    expect(offered(['check', '--cat', 'sub/n'], cwd).values).toEqual(['sub/notes.txt']);
    expect(offered(['merge', 'sub/n'], cwd).values).toEqual(['sub/notes.txt']);
    expect(offered(['check', 'nowhere/'], cwd).values).toEqual([]);
  });

  it('is no name that a shell would obey', () => {
    const cwd = directory({
      'a.litmus': '',
      'a$(touch gone).litmus': '',
      'a`x`.litmus': '',
      'a b.litmus': '',
    });
    expect(offered(['check', 'a'], cwd).values).toEqual(['a.litmus']);
  });

  it('is topics, codes, primitives and choices', () => {
    expect(offered(['help', 'unknown-r']).values).toEqual(['unknown-register']);
    expect(offered(['help', 'exit']).values).toEqual(['exit-codes']);
    expect(offered(['primitives', 'smp_mb']).values).toContain('smp_mb__after_atomic');
    expect(offered(['explain', '--graph', '']).values).toEqual(['dot', 'svg', 'html']);
    expect(offered(['completion', '']).values).toEqual(['bash', 'zsh', 'fish']);
  });
});

describe('the script', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s is there, and asks pinlitmus', (shell) => {
    const { code, stdout } = pinlitmus(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('pinlitmus complete -- ');
  });

  it('for another shell is refused', () => {
    expect(pinlitmus(['completion', 'csh']).code).toBe(2);
  });

  it.for(['bash', 'zsh', 'fish'])('is good %s', (shell, context) => {
    needing(shell)(context);
    const { stdout } = pinlitmus(['completion', shell]);
    const script = join(directory({ script: stdout }), 'script');
    const { status, stderr } = spawnSync(shell, ['-n', script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('has bash complete commands, directories, files and models as one types', (context) => {
    needing('script', 'bash')(context);
    const cwd = directory({ 'tests/deep/only.litmus': PASSING });
    mkdirSync(join(cwd, '.bin'));
    const script = `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`;
    writeFileSync(join(cwd, '.bin/pinlitmus'), script, { mode: 0o755 });
    const typed = [
      // Twice, as where .bashrc is read again.
      'source <(pinlitmus completion bash); source <(pinlitmus completion bash)',
      'pinlitmus che\tte\tde\ton\t-m ts\t--model=ps\t-r gc\t && echo it was "completed"',
      'exit',
    ];
    const shown = shownBy(
      'bash --norc -i',
      { PATH: `${join(cwd, '.bin')}:${process.env.PATH}`, TERM: 'dumb', INPUTRC: '/dev/null' },
      { cwd, input: `${typed.join('\n')}\n` },
    );
    expect(shown).toContain('pinlitmus check tests/deep/only.litmus -m tso --model=pso -r gcc ');
    expect(shown).toMatch(/^it was completed/m);
  });
});
