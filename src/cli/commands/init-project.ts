/** `pinlitmus init` for a project: what one needs to begin with, and nothing over a file that is there. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { longest, padded } from '../../report/text/layout.js';
import { quotedForShell } from '../../report/text/shell.js';
import { cycleNamed, makeTest, vocabularyOf } from '../../shapes/index.js';
import { invariant } from '../../text/invariant.js';
import { jsonText, visible } from '../../text/visible.js';
import { plainWorkflow } from '../ci/ci-files.js';
import { CONFIG_NAMES } from '../config/find-config.js';
import { UsageError } from '../failure.js';
import { fileExists } from '../io/file-name.js';
import { print, type Streams, say } from '../io/streams.js';
import { writeNew } from '../io/write-new.js';
import { version } from '../version.js';

/** The case that a project begins with: one that holds on every model, and that its next steps break. */
const FIRST = 'MP+wmb+rmb';

interface ProjectFile {
  readonly path: string;
  readonly about: string;
  /** Made only where the file is not there. */
  readonly text: () => string;
  /** Other files that do as well. */
  readonly insteadOf?: readonly string[];
}

/** Writes the files of a project whose tests are below a directory. */
export function initProject(directory: string, streams: Streams): void {
  if (/[\r\n]/.test(directory))
    throw new UsageError('a name with a line end in it cannot be written into such a file');
  const first = join(directory, `${FIRST}.litmus`);
  const files: readonly ProjectFile[] = [
    {
      path: CONFIG_NAMES[0],
      about: 'the configuration',
      text: () =>
        jsonText({
          $schema: './node_modules/pinlitmus/dist/config.schema.json',
          paths: [directory],
        }),
      insteadOf: CONFIG_NAMES.slice(1),
    },
    { path: first, about: 'a first case', text: firstCase },
    { path: '.github/workflows/litmus.yml', about: 'a workflow of GitHub Actions', text: plainWorkflow },
    {
      path: '.vscode/settings.json',
      about: 'editor settings',
      text: () => jsonText({ 'files.associations': { '*.litmus': 'litmus' } }),
    },
  ];
  const written = files.map(write);
  const width = longest(written.map(({ path }) => path));
  const lines = written.map(({ path, about }) => `${padded(path, width)}   ${about}`);
  const next = [
    ...(fileExists('package.json') ? [] : ['npm init -y']),
    ...(fileExists('node_modules/pinlitmus/package.json')
      ? []
      : [`npm install --save-dev ./pinlitmus-${version()}.tgz`]),
    'npx pinlitmus check',
    `npx pinlitmus new SB+mbs --output ${quotedForShell(join(directory, 'SB+mbs.litmus'))}`,
    `npx pinlitmus explain ${quotedForShell(first)}`,
  ];
  print(streams, [...lines, '', 'Next:', ...next.map((line) => `  ${line}`), ''].join('\n'));
  const outside = dependencyOutside();
  if (outside !== null)
    say(
      streams,
      `package.json takes pinlitmus from ${visible(outside)}, which no machine of CI has: put the tarball into the repository and install it from there`,
    );
}

/** Where package.json takes pinlitmus from, if that is a file outside the repository. */
function dependencyOutside(): string | null {
  if (!fileExists('package.json')) return null;
  // Whatever else stands there is npm's concern.
  const [, path] = /"pinlitmus"\s*:\s*"file:([^"\\]+)"/.exec(readFileSync('package.json', 'utf8')) ?? [];
  return path !== undefined && (isAbsolute(path) || normalize(path).startsWith('..')) ? path : null;
}

/** Writes a file that is not there, and gives what is to be said of it. */
function write({ path, about, text, insteadOf = [] }: ProjectFile): { path: string; about: string } {
  const there = [path, ...insteadOf].find(fileExists);
  if (there !== undefined) return { path: visible(there), about: 'is there already, and stays as it is' };
  writeNew(path, text(), false);
  return { path: visible(path), about };
}

function firstCase(): string {
  const vocabulary = vocabularyOf('C');
  invariant(vocabulary !== null, 'the kernel has no vocabulary');
  const found = cycleNamed(FIRST, vocabulary);
  invariant(found.kind === 'cycle', `${FIRST} is no name`);
  return makeTest(found.cycle, vocabulary).text;
}

/** The directory of tests that the paths of the command name. */
export function directoryOf(paths: readonly string[]): string {
  if (paths.length > 1) throw new UsageError('without --ci there is one directory of tests');
  const [path = 'litmus'] = paths;
  if (path.endsWith('.litmus') || path === '-')
    throw new UsageError(`expected a directory for tests, found ${path}; maybe ${dirname(path)}?`);
  return path;
}
