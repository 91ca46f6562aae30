/** `pinlitmus init`: what it writes, run here as the CI system would run it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FAILING, PASSING, UNJUDGED } from './cases.js';
import { BIN, directory, pinlitmus } from './command.js';
import { needing } from './programs.js';

const TESTS = Object.fromEntries(
  Array.from({ length: 8 }, (_, index) => [`tests/a b/${index}.litmus`, index % 2 ? PASSING : UNJUDGED]),
);

/** A repository with these tests, in which npm has nothing to install and npx runs this pinlitmus. */
function repository(files: Readonly<Record<string, string>>): string {
  const cwd = directory(files);
  mkdirSync(join(cwd, '.bin'));
  const npx = `#!/bin/sh\nshift\nexec '${process.execPath}' '${BIN}' "$@"\n`;
  writeFileSync(join(cwd, '.bin/npx'), npx, { mode: 0o755 });
  writeFileSync(join(cwd, '.bin/npm'), '#!/bin/sh\n[ "$1" = ci ]\n', { mode: 0o755 });
  return cwd;
}

/** Runs a script in a copy of the repository's environment, and gives its exit code. */
function run(script: string, cwd: string, environment: Readonly<Record<string, string>> = {}): number | null {
  const env = { ...process.env, PATH: `${join(cwd, '.bin')}:${process.env.PATH}`, ...environment };
  const { status } = spawnSync('sh', ['-e', '-c', script], { cwd, env, encoding: 'utf8' });
  return status;
}

/** Copies the artifacts whose name matches; each is one file of that name. */
function download(artifacts: string, machine: string, pattern: string): void {
  const form = new RegExp(`^${pattern.replace('*', '.*')}\\.json$`);
  for (const name of readdirSync(artifacts))
    if (form.test(name)) copyFileSync(join(artifacts, name), join(machine, name));
}

const summaryIn = (path: string) => JSON.parse(readFileSync(path, 'utf8')).summary;

describe('the workflow of GitHub', () => {
  beforeEach(needing('bash'));

  interface Job {
    readonly needs?: string;
    readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
    readonly steps: readonly {
      readonly run?: string;
      readonly uses?: string;
      readonly with?: { readonly path?: string; readonly pattern?: string; readonly name?: string };
    }[];
  }

  /** Runs the jobs, each on a machine of its own, with the artifacts that go from one to the next. */
  function runWorkflow(cwd: string, files: Readonly<Record<string, string>>) {
    const text = readFileSync(join(cwd, '.github/workflows/litmus.yml'), 'utf8');
    const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, Job>> };
    const artifacts = directory();
    const runJob = (job: Job, shard: number | null) => {
      const machine = repository(files);
      const summary = join(machine, 'job-summary');
      writeFileSync(summary, '');
      const filled = (given: string): string => given.replaceAll(/\$\{\{ matrix.shard \}\}/g, String(shard));
      const codes = job.steps.map(({ run: script, uses = '', with: given = {} }) => {
        if (script !== undefined) return run(filled(script), machine, { GITHUB_STEP_SUMMARY: summary });
        const path = filled(given.path ?? '');
        if (uses.startsWith('actions/upload-artifact@'))
          copyFileSync(join(machine, path), join(artifacts, path));
        if (uses.startsWith('actions/download-artifact@')) download(artifacts, machine, given.pattern ?? '');
        return 0;
      });
      return {
        machine,
        summary: readFileSync(summary, 'utf8'),
        code: Math.max(...codes.map((code) => code ?? 99)),
      };
    };
    const shards = (jobs.check.strategy?.matrix.shard ?? []).map((shard) => runJob(jobs.check, shard));
    expect(jobs.merge.needs).toBe('check');
    return { shards, merge: runJob(jobs.merge, null) };
  }

  it.each([
    ['green', TESTS, 0],
    ['red', { ...TESTS, 'tests/fail.litmus': FAILING }, 1],
  ])('has a job a shard, and ends as one run of all would: %s', (_, files, code) => {
    const cwd = repository(files);
    const { code: written } = pinlitmus(['init', '--ci', 'github', '--shards', '3', 'tests'], { cwd });
    expect(written).toBe(0);
    const { shards, merge } = runWorkflow(cwd, files);
    expect(shards).toHaveLength(3);
    expect([Math.max(...shards.map((each) => each.code)), merge.code]).toEqual([code, code]);
    expect(summaryIn(join(merge.machine, 'litmus.json'))).toMatchObject({
      tests: Object.keys(files).length,
      failed: code,
      notRun: 0,
    });
    expect(merge.summary).toContain(`${Object.keys(files).length} tests: `);
  });
});

describe('the pipeline of GitLab', () => {
  it('has as many parallel jobs as there are shards, and merges what they leave', () => {
    const cwd = repository(TESTS);
    pinlitmus(['init', '--ci', 'gitlab', '--shards', '2', 'tests/a b'], { cwd });
    const pipeline = parse(readFileSync(join(cwd, '.gitlab-ci.yml'), 'utf8'));
    expect(pipeline['litmus-merge'].needs).toEqual(['litmus']);
    for (let index = 1; index <= pipeline.litmus.parallel; index += 1)
      for (const line of pipeline.litmus.script) {
        const node = { CI_NODE_INDEX: String(index), CI_NODE_TOTAL: String(pipeline.litmus.parallel) };
        expect(run(line, cwd, node)).toBe(0);
      }
    for (const line of pipeline['litmus-merge'].script) expect(run(line, cwd)).toBe(0);
    expect(summaryIn(join(cwd, 'litmus.json'))).toMatchObject({ tests: 8, notRun: 0 });
    expect(existsSync(join(cwd, pipeline['litmus-merge'].artifacts.reports.junit))).toBe(true);
  });
});

describe('the fragment for make', () => {
  beforeEach(needing('make'));

  it.each([
    ['green', TESTS, 0],
    ['red', { ...TESTS, 'tests/fail.litmus': FAILING }, 2],
  ])('runs the shards side by side, and ends as the merge does: %s', (_, files, code) => {
    const cwd = repository(files);
    pinlitmus(['init', '--ci', 'make', '--shards', '2', 'tests'], { cwd });
    // make ends with 2 whatever a command of it ended with.
    expect(run('make -s -j2 -f litmus.mk litmus', cwd)).toBe(code);
    expect(summaryIn(join(cwd, 'litmus.json'))).toMatchObject({
      tests: Object.keys(files).length,
      notRun: 0,
    });
    expect(run('make -s -f litmus.mk litmus-clean', cwd)).toBe(0);
    expect(existsSync(join(cwd, 'litmus.json'))).toBe(false);
  });
});

describe('the workflow of a project', () => {
  it('checks the tests of the configuration', () => {
    const cwd = repository({});
    expect(pinlitmus(['init'], { cwd }).code).toBe(0);
    const { jobs } = parse(readFileSync(join(cwd, '.github/workflows/litmus.yml'), 'utf8'));
    const steps: readonly { readonly run?: string }[] = jobs.check.steps;
    const script = steps.flatMap(({ run: line }) => line ?? []).join('\n');
    expect(script).toBe('npm ci\nnpx pinlitmus check');
    expect(run(script, cwd)).toBe(0);
    writeFileSync(join(cwd, 'litmus/failing.litmus'), FAILING);
    expect(run(script, cwd)).toBe(1);
  });
});

describe('pinlitmus init', () => {
  it('writes over nothing unless it is told to', () => {
    const cwd = directory({ 'litmus.mk': 'mine' });
    const { code, stderr } = pinlitmus(['init', '--ci', 'make'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'litmus.mk is there already: --force writes over it, --output-file names another',
    );
    expect(readFileSync(join(cwd, 'litmus.mk'), 'utf8')).toBe('mine');
    expect(pinlitmus(['init', '--ci', 'make', '-o', 'ci/other.mk'], { cwd }).code).toBe(0);
    expect(pinlitmus(['init', '--ci', 'make', '--force'], { cwd }).code).toBe(0);
    expect(readFileSync(join(cwd, 'litmus.mk'), 'utf8')).toContain('litmus-4.json');
  });

  it('quotes what a shell, make or a workflow would read as something else', () => {
    const cwd = directory();
    pinlitmus(['init', '--ci', 'make', 'a $b', "it's"], { cwd });
    expect(readFileSync(join(cwd, 'litmus.mk'), 'utf8')).toContain(
      `json=$@ 'a $$b' 'it'\\''s' || test -s $@`,
    );
    pinlitmus(['init', '--ci', 'github', 'a $b', '--shard-times', 'times.json'], { cwd });
    const { jobs } = parse(readFileSync(join(cwd, '.github/workflows/litmus.yml'), 'utf8'));
    const steps: readonly { readonly run?: string }[] = jobs.check.steps;
    const script = steps.find((step) => step.run?.includes('pinlitmus check'))?.run;
    expect(script).toContain('--shard-times times.json --reporter pretty');
    expect(script).toMatch(/\.json 'a \$b'\n$/);
    expect(pinlitmus(['init', '--ci', 'make', 'a\nb', '--force'], { cwd }).code).toBe(2);
  });
});
