/** `pinlitmus init`: a project's first files (init-project.ts), or the file of a CI system, or of make. */
import { quotedForShell } from '../../report/text/shell.js';
import { visible } from '../../text/visible.js';
import { type CiPlan, githubWorkflow, gitlabPipeline, makeFragment } from '../ci/ci-files.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { fileExists } from '../io/file-name.js';
import { print } from '../io/streams.js';
import { writeNew } from '../io/write-new.js';
import type { InitOptions } from './init.js';
import { directoryOf, initProject } from './init-project.js';

/** For each system its file, and what it is made by. */
const SYSTEMS = {
  github: { path: '.github/workflows/litmus.yml', textOf: githubWorkflow },
  gitlab: { path: '.gitlab-ci.yml', textOf: gitlabPipeline },
  make: { path: 'litmus.mk', textOf: makeFragment },
} as const;

/** Runs the command and gives its exit code. */
export function runInit(
  paths: readonly string[],
  { ci, shards: asked, shardTimes, outputFile, force = false }: InitOptions,
  { streams }: CommandContext,
): ExitCode {
  if (ci === undefined) {
    if ([asked, shardTimes, outputFile].some((each) => each !== undefined) || force)
      throw new UsageError('--shards, --shard-times, --output-file and --force are for a file of --ci');
    initProject(directoryOf(paths), streams);
    return EXIT.expected;
  }
  const shards = asked ?? 4;
  const { path: usual, textOf } = SYSTEMS[ci];
  const path = outputFile ?? usual;
  if (fileExists(path) && !force)
    throw new UsageError(`${path} is there already: --force writes over it, --output-file names another`);
  if ([...paths, shardTimes ?? ''].some((each) => /[\r\n]/.test(each)))
    throw new UsageError('a name with a line end in it cannot be written into such a file');
  const plan: CiPlan = {
    shards,
    command: ['init', '--ci', ci, '--shards', String(shards), ...paths].map(quotedForShell).join(' '),
    paths: paths.map((each) => ` ${quotedForShell(each)}`).join(''),
    times: shardTimes === undefined ? '' : `--shard-times ${quotedForShell(shardTimes)} `,
  };
  writeNew(path, textOf(plan), force);
  const tests = plan.paths === '' ? 'all tests' : visible(plan.paths.trim());
  print(streams, `${visible(path)} is written: ${shards} ${shards === 1 ? 'shard' : 'shards'} of ${tests}\n`);
  return EXIT.expected;
}
