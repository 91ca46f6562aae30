/**
 * The tests, in four projects: `npm test -- --project unit` takes seconds, all of them minutes.
 *
 *   unit      what is quick
 *   large     texts of a megabyte, thousands of random texts, every width
 *   laws      laws that many searches are made for, on random tests and on the cases of the library
 *   command   what starts processes, threads or a browser, or replaces modules: each file has a process of its own; they
 *             use the build that the global set-up makes first
 */
import { readdirSync, readFileSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { bundled } from './test/bundled.js';
import { SkipReasons } from './test/skip-reasons.js';

const LAWS = [
  'test/laws/**/*.test.ts',
  'test/{barriers,shapes,width}/laws.test.ts',
  'test/{explain/library,axioms/explain}.test.ts',
  'test/lower/holds.test.ts',
];
const LARGE = [
  'test/*/{large,robust,corpus}.test.ts',
  'test/assembly/aarch64-arithmetic.test.ts',
  'test/report/{widths,narrow,graph/graph}.test.ts',
];
const COMMAND = [
  'test/{cli,kernel-tree,lsp,manual,package}/**/*.test.ts',
  'test/readme.test.ts',
  'test/{cat/cat-image,check/pool}.test.ts',
  'test/report/graph/page.test.ts',
  'test/playground/page.test.ts',
  ...mocking(),
];

/** Test files that replace modules, which other files would find replaced if they shared a process. */
function mocking(): readonly string[] {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `test/${path}`)
    .filter((path) => readFileSync(path, 'utf8').includes('vi.mock('));
}

/** What takes longest begins first, so that no worker is left with it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = ['laws', 'large', 'command', 'unit'];
    const rank = ({ project }: TestSpecification): number => projects.indexOf(project.name);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

const SET_UP = 'test/setup.ts';

export default defineConfig({
  test: {
    maxWorkers: '100%',
    reporters: ['default', new SkipReasons()],
    testTimeout: 60_000,
    // What comes by and by comes late on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...LARGE, ...LAWS, ...COMMAND],
          setupFiles: [SET_UP],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'large',
          include: LARGE,
          exclude: [...configDefaults.exclude, ...COMMAND],
          setupFiles: [SET_UP],
          isolate: false,
        },
      },
      {
        extends: true,
        plugins: [bundled(SET_UP)],
        // The engine is told to compile less, as it is when the command runs.
        test: { name: 'laws', include: LAWS, setupFiles: ['bin/engine.js'] },
      },
      {
        extends: true,
        test: {
          name: 'command',
          include: COMMAND,
          globalSetup: ['test/cli/build.ts'],
          setupFiles: [SET_UP],
          // It ends what hangs: on a busy machine a browser or a process takes its time.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
