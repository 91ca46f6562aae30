/** Which tests are run: what is left out below directories, what options choose, and what ends a run early. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ENDLESS, FAILING, MALFORMED, PASSING, UNJUDGED } from './cases.js';
import { BIN, directory, type Outcome, pinlitmus } from './command.js';
import { needing } from './programs.js';

const tests = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [`${name}.litmus`, PASSING]));

/** The files of a run, without their endings. */
function ran(cwd: string, ...args: readonly string[]): readonly string[] {
  const { stdout } = pinlitmus(['check', '-m', 'sc', '-r', 'json', ...args], { cwd });
  return JSON.parse(stdout).tests.map(({ file }: { readonly file: string }) => file.replace('.litmus', ''));
}

function check(cwd: string, ...args: readonly string[]): Outcome {
  return pinlitmus(['check', '-m', 'sc,tso', ...args], { cwd });
}

/** The last line that is printed. */
const last = ({ stdout }: Outcome): string | undefined => stdout.trimEnd().split('\n').at(-1);

function git(cwd: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...identity, ...args], { cwd, stdio: 'pipe' });
}

describe('without paths', () => {
  it('the working directory is checked', () => {
    expect(ran(directory(tests('a', 'sub/b')))).toEqual(['a', 'sub/b']);
  });

  it('there may be nothing, which is said', () => {
    const { code, stderr } = check(directory());
    expect(code).toBe(4);
    expect(stderr).toBe('pinlitmus: no test found: . has no file that ends in .litmus\n');
  });
});

describe('below a directory what git ignores is left out', () => {
  const FILES = {
    ...tests('a', 'old/b', 'build/c', 'sub/build/d', 'sub/e', 'sub/deep/f', 'sub/keep/g', 'g-old'),
    '.gitignore': '# what is made\n/build/\n*-old.*\nold\n',
    'sub/.gitignore': 'deep/*\n!/keep\nbuild\n',
  };

  it('by its own rules and those of directories below', () => {
    expect(ran(directory(FILES))).toEqual(['a', 'sub/e', 'sub/keep/g']);
    expect(ran(directory(FILES), 'sub')).toEqual(['sub/e', 'sub/keep/g']);
    expect(ran(directory(FILES), '**/*.litmus')).toEqual(['a', 'sub/e', 'sub/keep/g']);
  });

  it('but not what is named, be it a file, a directory, or the beginning of a pattern', () => {
    const cwd = directory(FILES);
    expect(ran(cwd, 'g-old.litmus', 'build/c.litmus')).toEqual(['g-old', 'build/c']);
    expect(ran(cwd, 'build')).toEqual(['build/c']);
    expect(ran(cwd, 'old/*.litmus')).toEqual(['old/b']);
    expect(ran(join(cwd, 'sub/build'))).toEqual(['d']);
    // It is what is in it that the rule means.
    expect(check(cwd, 'sub/deep').stderr).toContain('sub/deep/f.litmus (by sub/.gitignore)');
  });

  it('by the rules above it, up to the top of the repository', () => {
    const cwd = directory({ ...tests('sub/a', 'sub/x', 'sub/in/x'), '.gitignore': 'x.litmus\n' });
    expect(ran(join(cwd, 'sub'))).toEqual(['a', 'in/x', 'x']);
    mkdirSync(join(cwd, '.git'));
    expect(ran(join(cwd, 'sub'))).toEqual(['a']);
    mkdirSync(join(cwd, 'sub/in/.git'));
    expect(ran(join(cwd, 'sub'))).toEqual(['a', 'in/x']);
  });

  it('as git itself says', (context) => {
    needing('git')(context);
    const cwd = directory({
      ...FILES,
      'sub/deep/.gitignore': '!f.litmus',
      ...tests('sub/x/y', 'sub/x/z', 'ex/a'),
    });
    git(cwd, 'init');
    appendFileSync(join(cwd, '.gitignore'), '/sub/*/y.litmus\n!/build/c.litmus\n**/z.litmus\n');
    appendFileSync(join(cwd, '.git/info/exclude'), '/ex\n');
    const listed = execFileSync('git', ['ls-files', '--others', '--exclude-standard', '*.litmus'], { cwd });
    expect(ran(cwd)).toEqual(
      listed
        .toString()
        .trim()
        .split('\n')
        .map((file) => file.replace('.litmus', ''))
        .sort(),
    );
  });

  it('also where a link leads to it', () => {
    const cwd = directory({ ...tests('a', 'real/b', 'real/x'), '.gitignore': 'x.litmus\n/linked\n' });
    symlinkSync('real', join(cwd, 'other'));
    symlinkSync('real', join(cwd, 'linked'));
    expect(ran(cwd)).toEqual(['a', 'real/b']);
  });

  it('and said where there is nothing else', () => {
    const cwd = directory({ ...tests('one/a', 'two/b', 'c', 'd'), '.gitignore': 'one\ntwo\n*.litmus\n' });
    const { code, stderr } = check(cwd);
    expect(code).toBe(4);
    expect(stderr).toBe(
      'pinlitmus: no test found: . has no file that ends in .litmus but what is left out: c.litmus (by .gitignore), d.litmus (by .gitignore), one (by .gitignore) and 1 more\n',
    );
    expect(check(cwd, '*.litmus').stderr).toMatch(
      /^pinlitmus: no test found: nothing matches \*\.litmus but what is left out: /,
    );
  });

  it('and so is what a configuration ignores', () => {
    const config = '{ "ignore": ["generated", "sub/*-x.litmus"] }';
    const files = tests('a', 'generated/b', 'sub/generated/c', 'sub/d-x', 'sub/deep/e-x');
    const cwd = directory({ ...files, 'pinlitmus.config.json': config });
    expect(ran(cwd)).toEqual(['a', 'sub/deep/e-x']);
    expect(ran(join(cwd, 'sub'))).toEqual(['deep/e-x']);
    expect(ran(cwd, 'generated/b.litmus')).toEqual(['generated/b']);
    expect(ran(cwd, '--no-config')).toHaveLength(5);
    const nothing = directory({ ...tests('generated/b'), 'pinlitmus.config.json': config });
    expect(check(nothing).stderr).toContain('but what is left out: generated (by pinlitmus.config.json)\n');
  });
});

describe('--filter', () => {
  const named = (name: string, title: string): string => PASSING.replace('C SB', `C ${name}\n"${title}"`);
  const FILES = {
    'mp/one.litmus': named('MP+wmb+rmb', 'A driver hands over a buffer'),
    'sb/two.litmus': named('SB+mbs', 'Each announces itself'),
    'sb/bad.litmus': MALFORMED.replace('C SB', 'C SB+bad'),
  };

  it.each([
    ['^MP', ['mp/one']],
    ['sb/', ['sb/bad', 'sb/two']],
    ['hands over|mbs$', ['mp/one', 'sb/two']],
    ['bad', ['sb/bad']],
  ])('%s finds paths, names and titles', (pattern, files) => {
    expect(ran(directory(FILES), '--filter', pattern)).toEqual(files);
  });

  it('says how many it left', () => {
    const files = { ...FILES, 'sb/three.litmus': named('SB', 'Each looks') };
    const outcome = check(directory(files), '-t', 'Each');
    expect(outcome.stdout).toMatch(
      /\n2 tests: 2 passed, in .*\n2 of 4 tests selected: --filter leaves out 2\n$/,
    );
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const one = check(directory(files), '-t', 'three');
    expect(one.stdout).toMatch(/\n\n1 of 4 tests selected: --filter leaves out 3\n$/);
    const json = check(directory(files), '-t', 'Each', '-r', 'json');
    expect(json.stderr).toBe('pinlitmus: 2 of 4 tests selected: --filter leaves out 2\n');
  });

  it.each(['json', 'jsonl', 'junit', 'tap', 'sarif', 'markdown'])(
    'says so in the document too: %s',
    (reporter) => {
      const said = '2 of 3 tests selected: --filter leaves out 1';
      for (const args of [['check'], ['barriers', '-m', 'sc']]) {
        const cwd = directory(FILES);
        const outcome = pinlitmus([...args, '-r', reporter, '-t', 'hands|mbs', '.'], { cwd });
        expect(outcome.stdout).toContain(said);
        expect(outcome.stderr).toBe(`pinlitmus: ${said}\n`);
        const all = pinlitmus([...args, '-r', reporter, '.'], { cwd });
        expect(all.stdout).not.toContain('selected');
      }
    },
  );

  it('says so of the parts of a run, and of all of them together', () => {
    const cwd = directory(FILES);
    const part = (index: number): string =>
      pinlitmus(
        ['check', '-t', 'hands|mbs', '--shard', `${index}/2`, '-r', `json=${index}.json`, '-r', 'tap', '.'],
        {
          cwd,
        },
      ).stdout;
    const said = '2 of 3 tests selected: --filter leaves out 1';
    for (const index of [1, 2])
      expect(part(index)).toMatch(
        new RegExp(
          `\n# ${said}\n(# [01] of 2 tests selected: --shard ${index}/2 leaves out [12]\n)?1\\.\\.[012]\n$`,
        ),
      );
    const { stdout } = pinlitmus(['merge', '1.json', '2.json', '-r', 'pretty'], { cwd });
    expect(stdout.endsWith(`\n${said}\n`)).toBe(true);
    expect(stdout.split('selected')).toHaveLength(2);
  });

  it('is 4 where nothing matches, and says what was tried', () => {
    const cwd = directory(FILES);
    expect(check(cwd, '-t', 'IRIW')).toMatchObject({
      code: 4,
      stdout: '',
      stderr: 'pinlitmus: no test found: none of 3 tests has a path, name or title that matches /IRIW/\n',
    });
    expect(check(cwd, '-t', '^mp[+]').stderr).toContain(
      'matches /^mp[+]/; 1 would with another case of letters\n',
    );
    expect(check(cwd, '-t', 'x', 'mp').stderr).toContain(
      'the only test has no path, name or title that matches /x/',
    );
  });

  it('takes a regular expression', () => {
    const { code, stderr } = check(directory(FILES), '-t', 'MP(');
    expect(code).toBe(2);
    expect(stderr).toContain('It takes a regular expression: /MP(/: Unterminated group.');
  });

  it('chooses for explain and barriers too', () => {
    const cwd = directory(FILES);
    const { code, stdout, stderr } = pinlitmus(['barriers', '-t', 'driver', '--check'], { cwd });
    expect([code, stderr]).toEqual([0, 'pinlitmus: 1 of 3 tests selected: --filter leaves out 2\n']);
    expect(stdout).not.toContain('bad.litmus');
    expect(pinlitmus(['explain', '-m', 'sc', '-t', 'two', '.'], { cwd }).stdout).toMatch(/^SB\+mbs/);
    expect(pinlitmus(['explain', '-t', 'none', '.'], { cwd }).code).toBe(4);
  });
});

describe('--exclude', () => {
  const FILES = tests('a', 'b', 'slow/c', 'slow/deep/d', 'other/slow/e');

  it.each([
    [['slow'], ['a', 'b']],
    [['slow/'], ['a', 'b']],
    [['./slow/**'], ['a', 'b', 'other/slow/e']],
    [
      ['slow/*.litmus', 'b*'],
      ['a', 'other/slow/e', 'slow/deep/d'],
    ],
    [['{a,b}.litmus'], ['other/slow/e', 'slow/c', 'slow/deep/d']],
  ])('%j', (globs, files) => {
    expect(ran(directory(FILES), ...globs.flatMap((glob) => ['--exclude', glob]))).toEqual(files);
  });

  it('leaves out what is named as well, and says how many', () => {
    const outcome = check(directory(FILES), '--exclude', 'a.litmus', 'a.litmus', 'b.litmus', 'slow');
    expect(last(outcome)).toBe('3 of 4 tests selected: --exclude leaves out 1');
  });

  it('is 4 where it leaves nothing', () => {
    const { code, stderr } = check(directory(FILES), '--exclude', '*.litmus');
    expect([code, stderr]).toEqual([4, 'pinlitmus: no test found: --exclude leaves out all 5 tests\n']);
  });

  it.each(['', '!a'])('takes a glob, and not %j', (glob) => {
    const { code, stderr } = check(directory(FILES), `--exclude=${glob}`);
    expect(code).toBe(2);
    expect(stderr).toContain("It takes a glob, which does not begin with '!'.");
  });
});

describe('--changed', () => {
  beforeEach(needing('git'));

  const change = (cwd: string, file: string): void => appendFileSync(join(cwd, `${file}.litmus`), '\n');

  /** A repository with a commit of these files. */
  function repository(files: Readonly<Record<string, string>>): string {
    const cwd = directory(files);
    git(cwd, 'init');
    git(cwd, 'add', '.');
    git(cwd, 'commit', '-m', 'first');
    return cwd;
  }

  it('finds what differs from the last commit, and what git does not know', () => {
    const cwd = repository({ ...tests('a', 'b', 'sub/c', 'sub/d e'), '.gitignore': 'made' });
    expect(check(cwd, '--changed')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'pinlitmus: 0 of 4 tests selected: --changed leaves out 4\n',
    });
    change(cwd, 'a');
    change(cwd, 'sub/d e');
    git(cwd, 'add', 'sub');
    mkdirSync(join(cwd, 'made'));
    for (const file of ['new', 'made/x']) writeFileSync(join(cwd, `${file}.litmus`), PASSING);
    expect(ran(cwd, '--changed')).toEqual(['a', 'new', 'sub/d e']);
    expect(ran(join(cwd, 'sub'), '--changed')).toEqual(['d e']);
    expect(last(check(cwd, '.', '--changed'))).toBe('3 of 5 tests selected: --changed leaves out 2');
  });

  it('finds what the branch changed since it left a commit', () => {
    const cwd = repository(tests('a', 'b', 'c'));
    git(cwd, 'checkout', '-b', 'topic');
    change(cwd, 'a');
    git(cwd, 'commit', '-am', 'second');
    git(cwd, 'checkout', 'main');
    change(cwd, 'b');
    git(cwd, 'commit', '-am', 'third');
    git(cwd, 'checkout', 'topic');
    expect(ran(cwd, '--changed')).toEqual([]);
    expect(ran(cwd, '--changed', 'main')).toEqual(['a']);
    change(cwd, 'c');
    expect(ran(cwd, '--changed=main')).toEqual(['a', 'c']);
  });

  it('finds everything before the first commit', () => {
    const cwd = directory(tests('a', 'b'));
    git(cwd, 'init');
    git(cwd, 'add', 'a.litmus');
    expect(ran(cwd, '--changed')).toEqual(['a', 'b']);
  });

  it('finds everything where a model or the configuration is changed', () => {
    const cat = 'Mine\ninclude "cos.cat"\nacyclic po | rf | co | fr\n';
    const cwd = repository({ ...tests('a', 'b'), 'mine.cat': cat, 'pinlitmus.config.json': '{}' });
    change(cwd, 'a');
    expect(last(check(cwd, '--cat', 'mine.cat', '--changed'))).toBe(
      '1 of 2 tests selected: --changed leaves out 1',
    );
    writeFileSync(join(cwd, 'mine.cat'), `${cat}\n`);
    const { stdout } = check(cwd, '--cat', 'mine.cat', '--changed');
    expect(stdout).toMatch(
      /\n2 of 2 tests selected\nmine\.cat is changed, and may change what every test gives\n$/,
    );
    expect(ran(cwd, '--changed')).toEqual(['a']);
    writeFileSync(join(cwd, 'pinlitmus.config.json'), '{ }');
    expect(ran(cwd, '--changed')).toEqual(['a', 'b']);
  });

  it('needs a repository, a commit, and tests of that repository', () => {
    const cwd = repository(tests('a', 'sub/b'));
    const outside = directory(tests('x'));
    expect(check(outside, '--changed')).toMatchObject({ code: 2, stdout: '' });
    expect(check(outside, '--changed').stderr).toMatch(/^error: --changed asks git: not a git repository/);
    expect(check(cwd, '--changed', 'nowhere').stderr).toBe(
      "error: --changed: git knows no commit 'nowhere'\n",
    );
    expect(check(cwd, '--changed', 'sub').stderr).toBe(
      "error: --changed: git knows no commit 'sub'; to check sub write --changed behind it, or before another option\n",
    );
    expect(check(cwd, '--changed=--output=x').stderr).toContain('It takes a commit.');
    expect(check(cwd, join(outside, 'x.litmus'), '--changed').stderr).toBe(
      `error: --changed: ${join(outside, 'x.litmus')} is not in the git repository of the working directory\n`,
    );
    git(cwd, 'checkout', '--orphan', 'other');
    git(cwd, 'commit', '-m', 'another beginning');
    expect(check(cwd, '--changed', 'main').stderr).toBe(
      "error: --changed: HEAD and 'main' have no commit in common; a shallow clone may have left it out\n",
    );
  });

  it('says that git is not there', () => {
    const { code, stderr } = pinlitmus(['check', '--changed'], {
      cwd: directory(tests('a')),
      env: { PATH: '/nowhere' },
    });
    expect([code, stderr]).toEqual([2, 'error: --changed asks git: there is no such command\n']);
  });
});

it('options that select come one after the other, and each says how many it leaves out', () => {
  const cwd = directory(tests('mp-1', 'mp-2', 'sb-1', 'sb-2', 'x/mp-3'));
  const outcome = check(cwd, '--exclude', 'x', '-t', 'mp', '--shard', '1/1');
  expect(last(outcome)).toBe('2 of 5 tests selected: --exclude leaves out 1, --filter leaves out 2');
});

describe('--bail', () => {
  const FILES = { 'a.litmus': PASSING, 'b.litmus': FAILING, 'c.litmus': FAILING, 'd.litmus': PASSING };

  it.each([
    [['--bail'], 2, '4 tests'],
    [['--bail=2'], 3, ''],
    [['--bail', '3'], 4, ''],
  ])('%j ends the run after %i tests', (args, count) => {
    const { code, stdout } = check(directory(FILES), ...args);
    expect(code).toBe(1);
    expect(stdout).toContain(`\n${count} tests: `);
    if (count < 4)
      expect(stdout).toMatch(
        new RegExp(
          `, ${4 - count} not run, in .*\nthe run ended after ${count - 1} failures? \\(--bail\\): `,
        ),
      );
    else expect(stdout).not.toContain('not run');
  });

  it('gives the same with one job and with several', () => {
    const files = { ...FILES, ...tests(...Array.from({ length: 40 }, (_, index) => `e${index}`)) };
    const reports = ['1', '8'].map((jobs) => ran(directory(files), '--bail', '--jobs', jobs, '-m', 'tso'));
    expect(reports).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('counts what is malformed', () => {
    const { code, stdout } = check(directory({ ...FILES, 'a.litmus': MALFORMED }), '--bail');
    expect(code).toBe(3);
    expect(stdout).toContain('1 test: 1 malformed, 3 not run');
  });

  it('takes a number, and says how a path comes behind it', () => {
    const { code, stderr } = check(directory(FILES), '--bail', 'a.litmus');
    expect(code).toBe(2);
    expect(stderr).toContain('before a path write --bail=1');
  });
});

describe('--total-timeout', () => {
  const SLOW = ENDLESS.replace('C endless', 'C slow\nExpect=sc:Never');

  it('ends the run, and what was not run leaves it undecided', () => {
    const cwd = directory({ 'a.litmus': UNJUDGED, 'b.litmus': SLOW, 'c.litmus': PASSING });
    const { code, stdout } = check(cwd, '--total-timeout', '6', '--jobs', '1', '--max-states', '100_000_000');
    expect(code).toBe(5);
    expect(stdout).toMatch(/1 without expectation, 2 not run, in \d/);
    expect(stdout).toMatch(/\nthe run ended after 6\.0 s \(--total-timeout\): 2 tests not run\n$/);
  });

  it('ends a test that is the only one, and says why', () => {
    const cwd = directory({ 'b.litmus': SLOW });
    const { code, stdout } = check(cwd, '--total-timeout', '2', '--max-states', '100_000_000');
    expect(code).toBe(5);
    expect(stdout).toContain('stopped after 2.0 s');
    expect(stdout).not.toContain('interrupted');
  });

  it('comes from a configuration too', () => {
    const config = '{ "limits": { "total": 2, "states": 100000000 } }';
    const cwd = directory({ 'b.litmus': SLOW, 'c.litmus': SLOW, 'pinlitmus.config.json': config });
    const { code, stdout } = check(cwd);
    expect(code).toBe(5);
    expect(stdout).toContain('the run ended after 2.0 s (--total-timeout): 2 tests not run');
  });

  it('says nothing where all are done', () => {
    const { code, stdout, stderr } = check(directory(tests('a', 'b')), '--total-timeout', '600');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('the run ended');
  });
});

it('--update writes what is selected alone', () => {
  const cwd = directory({ 'a.litmus': UNJUDGED, 'b.litmus': UNJUDGED });
  const { stderr } = check(cwd, '-t', 'a.litmus', '--update');
  expect(stderr).toContain('1 of 1 file changed');
  expect(readFileSync(join(cwd, 'b.litmus'), 'utf8')).toBe(UNJUDGED);
});

it.each([
  ['right here', ['a'], 'is forbidden on SC.'],
  ['on threads', ['a', 'b'], '2 tests: 2 passed'],
])('where the working directory is gone, tests are checked %s', (_, names, last) => {
  const cwd = directory(tests(...names));
  const script = 'mkdir gone && cd gone && rmdir ../gone && "$0" "$@"';
  const paths = names.map((name) => join(cwd, `${name}.litmus`));
  const args = ['-c', script, process.execPath, BIN, 'check', '-m', 'sc', ...paths];
  const { stdout, stderr } = spawnSync('sh', args, { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toContain(last);
});
