/** Configurations: where they are found, what they do to each command, and what is said of them. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AARCH64, FAILING, PASSING, storeBuffering, UNJUDGED } from './cases.js';
import { directory, pinlitmus } from './command.js';

const CONFIG = 'pinlitmus.config.json';
const API = pathToFileURL(join(import.meta.dirname, '../../dist/node.js')).href;

type Files = Readonly<Record<string, string>>;

/** A directory with a configuration and tests. */
function project(configuration: object, files: Files = { 'litmus/a.litmus': UNJUDGED }): string {
  return directory({ [CONFIG]: JSON.stringify(configuration, null, 2), ...files });
}

interface ReportedRun {
  readonly tests: readonly {
    readonly file: string;
    readonly status: string;
    readonly models: Readonly<Record<string, { readonly complete: boolean; readonly reason?: string }>>;
  }[];
}

function report(cwd: string, ...args: readonly string[]): ReportedRun {
  const { stdout, stderr } = pinlitmus(['check', '-r', 'json', ...args], { cwd });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** For each file the models that it was run on. */
function ranOn(cwd: string, ...args: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const { tests } = report(cwd, ...args);
  return Object.fromEntries(tests.map(({ file, models }) => [file, Object.keys(models)]));
}

describe('a configuration', () => {
  it('says what is checked and on which models, and the command line says otherwise', () => {
    const files = { 'litmus/a.litmus': UNJUDGED, 'other/b.litmus': UNJUDGED };
    const cwd = project({ paths: ['litmus'], models: ['tso', 'sc'] }, files);
    expect(ranOn(cwd)).toEqual({ 'litmus/a.litmus': ['sc', 'tso'] });
    expect(ranOn(cwd, 'other')).toEqual({ 'other/b.litmus': ['sc', 'tso'] });
    expect(ranOn(cwd, '--model', 'pso')).toEqual({ 'litmus/a.litmus': ['pso'] });
  });

  it('is found upwards, and its paths count from where it is', () => {
    const cwd = project(
      { paths: ['litmus', 'more/*.litmus'], models: ['sc'] },
      {
        'litmus/a.litmus': UNJUDGED,
        'more/b.litmus': UNJUDGED,
        'here/deep/README': '',
      },
    );
    expect(Object.keys(ranOn(join(cwd, 'here/deep')))).toEqual([
      '../../litmus/a.litmus',
      '../../more/b.litmus',
    ]);
  });

  it('is the nearest of several', () => {
    const cwd = project(
      { models: ['sc'] },
      { [`in/${CONFIG}`]: '{ "models": ["pso"] }', 'in/a.litmus': UNJUDGED },
    );
    expect(ranOn(join(cwd, 'in'))).toEqual({ 'a.litmus': ['pso'] });
    expect(ranOn(cwd)).toEqual({ 'in/a.litmus': ['sc'] });
  });

  it('may be named, and may be left out', () => {
    const cwd = project(
      { models: ['sc'] },
      { 'a.litmus': UNJUDGED, 'sub/other.json': '{ "models": ["pso"], "paths": [".."] }' },
    );
    expect(ranOn(cwd, '--config', 'sub/other.json')).toEqual({ 'a.litmus': ['pso'] });
    expect(Object.values(ranOn(cwd, '--no-config'))[0]).toHaveLength(6);
  });

  it('sets limits, atomics, and whether something must be expected', () => {
    const limits = { states: 1, timeout: 5, memory: 100 };
    const cwd = project(
      { models: ['sc'], limits, requireExpectations: true },
      {
        'a.litmus': UNJUDGED,
        'b.litmus': PASSING,
      },
    );
    const { tests } = report(cwd);
    expect(tests.map(({ status }) => status)).toEqual(['fail', 'unknown']);
    expect(tests[1].models.sc.reason).toBe('stopped at 1 state');
    expect(report(cwd, '--max-states', '1000').tests[1].models.sc.complete).toBe(true);
  });

  it('names reporters, whose files count from where it is', () => {
    const cwd = project(
      { paths: ['.'], models: ['sc'], reporters: ['gcc', 'tap=out.tap'] },
      {
        'a.litmus': FAILING.replace('sc:Never', 'sc:Always'),
        'sub/README': '',
      },
    );
    const { code, stdout } = pinlitmus(['check'], { cwd: join(cwd, 'sub') });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\.\.\/a\.litmus:\d+:\d+: error: Never, expected Always/);
    expect(readFileSync(join(cwd, 'out.tap'), 'utf8')).toContain('not ok 1');
    expect(pinlitmus(['check', '-r', 'tap'], { cwd }).stdout).toMatch(/^TAP version 14/);
  });

  it('names models of the user and their tags, unless the command line names some', () => {
    const cwd = project(
      { cat: ['models/a.cat'], bell: 'models/a.bell' },
      {
        'a.litmus': UNJUDGED,
        'models/a.cat': 'Tagged\ninclude "cos.cat"\nacyclic po | rf | co | fr\n',
        'models/a.bell': '"tags"\nenum Tags = \'ONCE || \'MB\n',
        'b.cat': 'Other\ninclude "cos.cat"\nacyclic po | rf | co | fr\n',
        'sub/README': '',
      },
    );
    expect(pinlitmus(['check', '../a.litmus'], { cwd: join(cwd, 'sub') }).stdout).toContain('on Tagged');
    expect(pinlitmus(['check', '--cat', 'b.cat', 'a.litmus'], { cwd }).stdout).toContain('on Other');
    const { code, stderr } = pinlitmus(['check', '--update', 'a.litmus'], { cwd });
    expect([code, stderr]).toEqual([
      2,
      'error: --update cannot write what a model of --cat gives, or of cat in a configuration\n',
    ]);
  });
});

describe('an override', () => {
  const OVERRIDES = [
    { files: ['slow/**'], models: ['sc', 'tso'], limits: { states: 1 } },
    { files: ['b.litmus'], models: ['pso'], requireExpectations: true },
  ];
  const FILES = {
    'a.litmus': PASSING,
    'b.litmus': UNJUDGED,
    'slow/a.litmus': PASSING,
    'slow/b.litmus': UNJUDGED,
    'slow/deep/c.litmus': PASSING,
  };

  it('holds for the files that its globs mean, and a later one wins', () => {
    const cwd = project({ models: ['armv8'], overrides: OVERRIDES }, FILES);
    expect(ranOn(cwd)).toEqual({
      'a.litmus': ['armv8'],
      'b.litmus': ['pso'],
      'slow/a.litmus': ['sc', 'tso'],
      'slow/b.litmus': ['pso'],
      'slow/deep/c.litmus': ['sc', 'tso'],
    });
    const limits = report(cwd).tests.map(({ models }) => Object.values(models)[0].reason ?? null);
    expect(limits).toEqual([null, null, 'stopped at 1 state', 'stopped at 1 state', 'stopped at 1 state']);
    expect(report(cwd).tests.map(({ status }) => status)).toEqual([
      'pass',
      'fail',
      'unknown',
      'fail',
      'unknown',
    ]);
  });

  it('shows columns for every model that some test runs on', () => {
    const cwd = project({ models: ['armv8'], overrides: OVERRIDES }, FILES);
    const [head] = pinlitmus(['check', '--max-states', '1000'], { cwd }).stdout.split('\n');
    expect(head.trim().split(/ {2,}/)).toEqual(['SC', 'x86-TSO', 'PSO', 'Armv8']);
  });

  it('says nothing of what the command line gives', () => {
    const cwd = project({ overrides: OVERRIDES }, FILES);
    const models = new Set(Object.values(ranOn(cwd, '--model', 'riscv')).flat());
    expect([...models]).toEqual(['riscv']);
    const { tests } = report(cwd, '--max-states', '1000');
    expect(tests.flatMap((test) => Object.values(test.models)).every(({ complete }) => complete)).toBe(true);
  });

  it('is the same wherever the command runs, and however a file is named', () => {
    const cwd = project({ models: ['armv8'], overrides: OVERRIDES }, FILES);
    const file = join(cwd, 'slow/a.litmus');
    expect(ranOn(join(cwd, 'slow'), 'a.litmus', file)).toEqual({ 'a.litmus': ['sc', 'tso'] });
    expect(ranOn(cwd, file)).toEqual({ [file]: ['sc', 'tso'] });
  });
});

describe('other commands obey it too', () => {
  const BARRIER = storeBuffering('', 'smp_mb();');

  it('explain', () => {
    const overrides = [{ files: ['b.litmus'], models: ['tso'] }];
    const cwd = project({ models: ['sc'], overrides }, { 'a.litmus': UNJUDGED, 'b.litmus': UNJUDGED });
    const { stdout } = pinlitmus(['explain', 'a.litmus', 'b.litmus'], { cwd });
    expect(stdout).toContain('is forbidden on SC.');
    expect(stdout).toContain('is allowed on x86-TSO.');
  });

  it('barriers, which looks at its paths', () => {
    const cwd = project(
      { paths: ['in'], models: ['tso'] },
      { 'in/a.litmus': BARRIER, 'out/b.litmus': BARRIER },
    );
    const { code, stdout } = pinlitmus(['barriers'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('in/a.litmus');
    expect(stdout).toContain('is forbidden on x86-TSO.');
    expect(stdout).not.toContain('out/b.litmus');
  });

  it('step, as to atomics', () => {
    const text = storeBuffering().replace('WRITE_ONCE(*x, 1);', 'xchg(x, 1);');
    const overrides = [{ files: ['b.litmus'], atomics: 'llsc' }];
    const cwd = project({ overrides }, { 'a.litmus': text, 'b.litmus': text });
    const steps = (...args: readonly string[]): string =>
      pinlitmus(['step', '--plain', ...args], { cwd, input: 'w\nq\n' }).stdout;
    expect(steps('a.litmus')).toContain('the write of an atomic that');
    expect(steps('b.litmus')).toContain('the fence in xchg(x, 1)');
    expect(steps('--atomics', 'lse', 'b.litmus')).toBe(steps('a.litmus'));
  });
});

describe('what is wrong with a configuration', () => {
  it.each([['check'], ['explain', 'a.litmus'], ['barriers'], ['step', 'a.litmus'], ['config']])(
    'ends %s with 2, and is told at its place',
    (...command) => {
      const cwd = project({ modles: ['sc'] }, { 'a.litmus': UNJUDGED });
      const { code, stdout, stderr } = pinlitmus(command, { cwd });
      expect([code, stdout]).toEqual([2, '']);
      expect(
        stderr,
      ).toBe(`pinlitmus.config.json:2:3: error: there is no key 'modles' here; did you mean 'models'? [unknown-key]
  1 | {
> 2 |   "modles": [
    |   ^^^^^^^^
  3 |     "sc"
  4 |   ]
fix: replace 'modles' by 'models'
`);
    },
  );

  it('does not matter where it is not read', () => {
    const cwd = project({ modles: ['sc'] }, { 'a.litmus': PASSING });
    expect(pinlitmus(['check', '--no-config', 'a.litmus'], { cwd }).code).toBe(0);
    expect(pinlitmus(['print', 'a.litmus'], { cwd }).code).toBe(0);
  });

  it('may be that there are two', () => {
    const cwd = project({}, { 'a.litmus': PASSING, 'pinlitmus.config.mjs': 'export default {}' });
    const { code, stderr } = pinlitmus(['check'], { cwd });
    expect([code, stderr]).toEqual([
      2,
      `error: there are pinlitmus.config.json and pinlitmus.config.mjs in ${cwd}: expected one configuration\n`,
    ]);
  });

  it.each([
    ['none.json', 'none.json:1:1: error: cannot be read: no such file or directory [unreadable]'],
    ['dir.json', 'dir.json:1:1: error: cannot be read: is a directory [unreadable]'],
    [
      'a.yaml',
      'a.yaml:1:1: error: cannot be read: expected a file that ends in .json, .js or .mjs [unreadable]',
    ],
    ['-', '-:1:1: error: cannot be read: a configuration is not read from standard input [unreadable]'],
  ])('may be that %s is none', (file, message) => {
    const cwd = directory({ 'a.litmus': PASSING, 'a.yaml': 'models: [sc]' });
    mkdirSync(join(cwd, 'dir.json'));
    const { code, stderr } = pinlitmus(['check', `--config=${file}`, 'a.litmus'], { cwd });
    expect(code).toBe(2);
    expect(stderr.split('\n')[0]).toBe(message);
  });

  it('may be two reporters on standard output', () => {
    const cwd = project({ reporters: ['pretty', 'json'] }, { 'a.litmus': PASSING });
    const { code, stderr } = pinlitmus(['check'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('only one reporter can write to standard output');
  });
});

describe('a configuration in JavaScript', () => {
  const run = (name: string, text: string) => {
    const cwd = directory({ [name]: text, 'a.litmus': UNJUDGED, 'package.json': '{}' });
    return { cwd, ...pinlitmus(['check', '-r', 'json'], { cwd }) };
  };
  const models = (stdout: string): readonly string[] => Object.keys(JSON.parse(stdout).tests[0].models);

  it.each([
    [
      'pinlitmus.config.mjs',
      `import { defineConfig } from '${API}';\nexport default defineConfig({ models: ['pso'] });\n`,
    ],
    ['pinlitmus.config.js', "module.exports = { models: ['pso'] };\n"],
    ['pinlitmus.config.mjs', "export default await Promise.resolve({ models: ['pso'] });\n"],
  ])('is run: %s', (name, text) => {
    const { code, stdout } = run(name, text);
    expect(code).toBe(0);
    expect(models(stdout)).toEqual(['pso']);
  });

  it('is told of its faults at the key, where that is in the text once', () => {
    const { code, stderr } = run(
      'pinlitmus.config.mjs',
      "const limits = { timout: 3 };\nexport default {\n  limits,\n  overrides: [{ files: 'a', models: [] }, { files: ['b'] }],\n};\n",
    );
    expect(code).toBe(2);
    expect(
      stderr,
    ).toBe(`pinlitmus.config.mjs:1:1: error: expected a list of globs, such as ["generated/**"], found "a" [wrong-value]
note: it is at overrides[0].files

pinlitmus.config.mjs:1:18: error: there is no key 'timout' here; did you mean 'timeout'? [unknown-key]
> 1 | const limits = { timout: 3 };
    |                  ^^^^^^
  2 | export default {
  3 |   limits,
fix: replace 'timout' by 'timeout'

pinlitmus.config.mjs:4:29: error: expected at least one model, found an empty list [wrong-value]
  2 | export default {
  3 |   limits,
> 4 |   overrides: [{ files: 'a', models: [] }, { files: ['b'] }],
    |                             ^^^^^^
  5 | };
  6 |
`);
  });

  it.each([
    [
      'throw new Error("no such thing");\n',
      /^pinlitmus\.config\.mjs:1:7: error: cannot be run: no such thing \[script-failed\]\n> 1 \| throw new Error/,
    ],
    [
      "import 'no-such-package';\n",
      /^pinlitmus\.config\.mjs:1:1: error: cannot be run: Cannot find package\s+'no-such-package'/,
    ],
    ['export default {\n', /^pinlitmus\.config\.mjs:1:1: error: cannot be run: /],
    [
      'export const models = [];\n',
      /^pinlitmus\.config\.mjs:1:1: error: expected a default export, found none/,
    ],
    [
      'export default () => ({});\n',
      /^pinlitmus\.config\.mjs:1:1: error: expected an object, found a function/,
    ],
    ['throw undefined;\n', /^pinlitmus\.config\.mjs:1:1: error: cannot be run: undefined/],
  ])('says why it cannot be run, without a stack: %j', (text, message) => {
    const { code, stdout, stderr } = run('pinlitmus.config.mjs', text);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n +at /);
  });

  it('says what makes a module of a script', () => {
    for (const text of ['export default {};\n', "import { x } from './x.mjs';\n"]) {
      const files = { 'pinlitmus.config.js': text, 'package.json': '{ "type": "commonjs" }' };
      const { code, stderr } = pinlitmus(['check', '.'], { cwd: directory(files) });
      expect([code, stderr]).toEqual([2, expect.stringContaining('package.json says "type": "module"')]);
    }
  });
});

describe('pinlitmus config', () => {
  const CONFIGURED = {
    paths: ['litmus'],
    ignore: ['generated'],
    models: ['lkmm', 'armv8'],
    limits: { timeout: 30 },
    overrides: [{ files: ['litmus/slow/**'], models: ['armv8'], limits: { timeout: 600 } }],
  };
  const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md', NO_COLOR: '1' };

  it('says of each value where it comes from', () => {
    const cwd = project(CONFIGURED);
    const args = ['config', '--max-states', '1000', '--require-expectations'];
    expect(pinlitmus(args, { cwd, env: environment }).stdout).toMatchInlineSnapshot(`
      "Configured in pinlitmus.config.json:
        paths                 litmus                        pinlitmus.config.json:2:3
        ignore                generated, and what git       pinlitmus.config.json:5:3
                              ignores
        models                lkmm, armv8                   pinlitmus.config.json:8:3
        atomics               lse                           default
        limits.states         1,000                         --max-states
        limits.timeout        30 s                          pinlitmus.config.json:13:5
        limits.memory         2,048 MB                      default
        limits.total          none                          default
        requireExpectations   yes                           --require-expectations
        cat                   none                          default
        bell                  none                          default
        reporters             pretty, github,               $GITHUB_ACTIONS
                              markdown=summary.md
        colours               no                            $NO_COLOR

      For litmus/slow/** (pinlitmus.config.json:16:5):
        models                armv8                         pinlitmus.config.json:20:7
        limits.timeout        600 s                         pinlitmus.config.json:24:9
      "
    `);
  });

  it('says what holds for a file', () => {
    const cwd = project(CONFIGURED);
    const files = ['litmus/a.litmus', 'litmus/slow/b.litmus'];
    expect(pinlitmus(['config', '--model', 'sc', ...files], { cwd }).stdout).toMatchInlineSnapshot(`
      "litmus/a.litmus:
        models                sc           --model
        atomics               lse          default
        limits.states         10,000,000   default
        limits.timeout        30 s         pinlitmus.config.json:13:5
        limits.memory         2,048 MB     default
        requireExpectations   no           default

      litmus/slow/b.litmus:
        models                sc           --model
        atomics               lse          default
        limits.states         10,000,000   default
        limits.timeout        600 s        pinlitmus.config.json:24:9
        limits.memory         2,048 MB     default
        requireExpectations   no           default
      "
    `);
  });

  it('says so without a configuration', () => {
    const { stdout } = pinlitmus(['config'], { cwd: directory() });
    expect(stdout).toMatch(/^There is no configuration\.\n {2}paths +\. +default\n/);
    const rows = stdout.trimEnd().split('\n').slice(1);
    expect(rows.every((row) => row.endsWith('default'))).toBe(true);
  });

  it('gives it to programs', () => {
    const cwd = project(CONFIGURED);
    const { code, stdout } = pinlitmus(['config', '-r', 'json', '--timeout', '5', 'litmus/slow/b.litmus'], {
      cwd,
      env: environment,
    });
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document.configuration).toBe(CONFIG);
    expect(document.settings).toMatchObject({
      paths: { value: ['litmus'], from: { kind: 'configuration', place: `${CONFIG}:2:3` } },
      atomics: { value: 'lse', from: { kind: 'default' } },
      'limits.timeout': { value: 5, from: { kind: 'command-line', option: '--timeout' } },
      reporters: {
        value: ['pretty', 'github', 'markdown=summary.md'],
        from: { kind: 'environment', variable: 'GITHUB_ACTIONS' },
      },
      colours: { value: false, from: { kind: 'environment', variable: 'NO_COLOR' } },
    });
    expect(document.overrides).toMatchObject([
      { files: ['litmus/slow/**'], settings: { models: { value: ['armv8'] } } },
    ]);
    // The command line says otherwise.
    expect(Object.keys(document.overrides[0].settings)).toEqual(['models']);
    expect(document.files['litmus/slow/b.litmus']).toMatchObject({
      models: { value: ['armv8'], from: { kind: 'override' } },
      'limits.timeout': { value: 5, from: { kind: 'command-line' } },
    });
  });
});

it('an assembly test keeps its own models where an override says which', () => {
  const overrides = [{ files: ['asm/**'], models: ['sc', 'armv8'] }];
  const cwd = project({ models: ['lkmm'], overrides }, { 'a.litmus': UNJUDGED, 'asm/b.litmus': AARCH64 });
  expect(ranOn(cwd)).toEqual({ 'a.litmus': ['lkmm'], 'asm/b.litmus': ['sc', 'armv8'] });
});
