/** What a kernel tree needs: its tests are green as they are, its scripts and its make run, and so do a hook and an action. */
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FAILING, PASSING, storeBuffering } from '../cli/cases.js';
import { BIN, directory } from '../cli/command.js';
import { needing } from '../cli/programs.js';
import { kernelTree } from './tree.js';

const ROOT = join(import.meta.dirname, '../..');
const MANUAL = readFileSync(join(ROOT, 'src/manual/howto-kernel-tree.md'), 'utf8');

/** A text that the manual gives a name. */
function titled(name: string): string {
  const [, text] =
    new RegExp(`^\`\`\`\\w+ title=${name.replaceAll('.', '\\.')}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(MANUAL) ??
    [];
  if (text === undefined) throw new Error(`the manual has no ${name}`);
  return text;
}

const TREE_PATHS = ['tools/memory-model/litmus-tests', 'Documentation/litmus-tests'];

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

describe('a kernel tree', () => {
  it('is green as it is', () => {
    const { root } = kernelTree();
    const { code, stdout } = run(process.execPath, [BIN, 'check', ...TREE_PATHS], root);
    expect(stdout).toMatch(/^6 tests: \d passed(?:, \d without expectation)?, in /m);
    expect(code).toBe(0);
    const command = /^pinlitmus check (.*)$/m.exec(MANUAL)?.[1];
    expect(command?.split(' ')).toEqual(TREE_PATHS);
  });

  it('is red where a verdict is another', () => {
    const { root } = kernelTree();
    const file = join(root, TREE_PATHS[0], 'SB+full.litmus');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\tsmp_mb();\n', ''));
    const { code, stdout } = run(process.execPath, [BIN, 'check', '-q', '-m', 'lkmm', ...TREE_PATHS], root);
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('SB+full.litmus:4:12: Sometimes, expected Never on LKMM'),
    ]);
  });

  it('has scripts that take pinlitmus in the place of herd7', (context) => {
    needing('awk', 'grep', 'sed')(context);
    const { root, path } = kernelTree({ herd7: titled('herd7') });
    const cwd = join(root, 'tools/memory-model');
    const all = () => run('scripts/all.sh', ['litmus-tests'], cwd, { PATH: path });
    const fine = all();
    expect(fine.stdout.split('\n').filter((line) => !line.startsWith('Observation'))).toEqual([
      'All as expected.',
      '',
    ]);
    expect([fine.code, fine.stdout.match(/^Observation \S+ \w+ \d+ \d+$/gm)?.length]).toEqual([0, 4]);

    const wrong = join(cwd, 'litmus-tests/SB+none.litmus');
    writeFileSync(wrong, readFileSync(wrong, 'utf8').replace('Result: Sometimes', 'Result: Never'));
    const strange = join(cwd, 'litmus-tests/strange.litmus');
    writeFileSync(strange, storeBuffering('(*\n * Result: Never\n *)', 'smp_mystery();'));
    const broken = join(cwd, 'litmus-tests/broken.litmus');
    writeFileSync(broken, storeBuffering('(*\n * Result: Never\n *)', 'int').replace('exists', 'exits'));
    const { code, stdout } = all();
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.includes('!!!'))).toEqual([
      ' !!! litmus-tests/SB+none.litmus: unexpected, not Never',
      ' !!! litmus-tests/broken.litmus: no verdict',
      ' !!! litmus-tests/strange.litmus: smp_mystery is not known',
    ]);
  });

  it('has make run them by the fragment in the manual', (context) => {
    needing('make', 'git')(context);
    const { root, path } = kernelTree({ 'litmus.mk': titled('litmus.mk') });
    const args = ['-s', '-f', 'bin/litmus.mk', 'PINLITMUS=pinlitmus'];
    const { code, stdout } = run('make', [...args, 'litmus'], root, { PATH: path });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^6 tests: [^\n]*\n$/)]);
    const git = (...words: readonly string[]) =>
      run('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.org', ...words], root);
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'all');
    const changed = () => run('make', [...args, 'litmus-changed'], root, { PATH: path });
    expect(changed()).toEqual({ code: 0, stdout: '', stderr: '' });
    const file = join(root, TREE_PATHS[0], 'twice.litmus');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    expect(changed().stdout).toContain('twice.litmus');
  });
});

describe('the hook of pre-commit', () => {
  const [hook, ...more] = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'));

  it('is one, which the manual names, of files that are tests', () => {
    expect([hook.id, hook.language, more]).toEqual(['pinlitmus', 'node', []]);
    expect(parse(titled('.pre-commit-config.yaml')).repos[0].hooks).toEqual([{ id: hook.id }]);
    const files = new RegExp(hook.files);
    expect(['a/b.litmus', 'b.litmus.out', 'b.c'].map((file) => files.test(file))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('runs on the files of a commit as pre-commit calls it', (context) => {
    needing('bash')(context);
    const { path } = kernelTree();
    const cwd = directory({ 'good.litmus': PASSING, 'bad.litmus': FAILING });
    const hooked = (...files: readonly string[]) =>
      run('bash', ['-c', `${hook.entry} "$@"`, 'hook', ...files], cwd, { PATH: path });
    expect(hooked('good.litmus')).toEqual({ code: 0, stdout: '', stderr: '' });
    const { code, stdout } = hooked('good.litmus', 'bad.litmus');
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('bad.litmus:2:17: Sometimes, expected Never'),
    ]);
  });
});

describe('the action', () => {
  const action = parse(readFileSync(join(ROOT, '.github/actions/pinlitmus/action.yml'), 'utf8'));
  const steps: readonly { readonly name?: string; readonly run?: string; readonly shell?: string }[] =
    action.runs.steps;

  it('is composite: each of its steps says its shell, and its inputs are those that the manual gives', () => {
    expect(action.runs.using).toBe('composite');
    for (const step of steps) expect(step.run === undefined || step.shell === 'bash').toBe(true);
    const [step] = parse(titled('workflow-step.yaml'));
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
  });

  it('checks what it is given, with annotations and a summary', (context) => {
    needing('bash')(context);
    const cwd = directory({ 'tests/good.litmus': PASSING, 'tests/bad.litmus': FAILING });
    const check = steps.find(({ name }) => name === 'Check')?.run ?? '';
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: join(ROOT, '.github/actions/pinlitmus'),
      GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'),
      ARGUMENTS: '--model sc,tso --quiet',
      PATHS: 'tests/*.litmus',
    };
    const { code, stdout } = run('bash', ['-e', '-o', 'pipefail', '-c', check], cwd, env);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=tests\/bad\.litmus,line=2,col=17,/m);
    expect(readFileSync(join(cwd, 'summary.md'), 'utf8')).toContain('| tests/bad.litmus | **failed** |');
  });
});

describe('the job of the README', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [job] = Object.values<{ readonly steps: readonly { readonly run?: string }[] }>(
    parse(/^```yaml\n( {2}litmus:\n[\s\S]*?)^```$/m.exec(readme)?.[1] ?? ''),
  );
  const commands = job.steps.flatMap((step) => step.run ?? []);

  it('is one job that installs and checks', () => {
    expect(commands[0]).toBe('npm ci');
    expect(commands).toHaveLength(2);
  });

  it('runs: it passes where all is well, and else annotates and fails', (context) => {
    needing('bash')(context);
    // The package is installed by a link instead of by npm, which would ask a registry.
    const cwd = directory({
      'package.json': '{ "private": true }',
      'node_modules/.bin/.keep': '',
      'tests/good.litmus': PASSING.replace('Expect=', 'Expect=lkmm:Sometimes '),
    });
    symlinkSync(ROOT, join(cwd, 'node_modules/pinlitmus'));
    symlinkSync('../pinlitmus/bin/pinlitmus.js', join(cwd, 'node_modules/.bin/pinlitmus'));
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
    const checked = () => run('bash', ['-e', '-c', commands.slice(1).join('\n')], cwd, env);
    const fine = checked();
    expect([fine.code, fine.stdout.includes('::')]).toEqual([0, false]);
    writeFileSync(join(cwd, 'tests/bad.litmus'), FAILING);
    writeFileSync(join(cwd, 'tests/silent.litmus'), storeBuffering());
    const { code, stdout } = checked();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=tests\/bad\.litmus,line=2,/m);
    expect(stdout).toMatch(/^::error file=tests\/silent\.litmus,.*expects-nothing/m);
    const summary = readFileSync(join(cwd, 'summary.md'), 'utf8');
    expect(summary).toContain('<details><summary>tests/bad.litmus</summary>');
  });
});
