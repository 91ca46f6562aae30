/** `pinlitmus init`: writes the file of a CI system, or of make, and nothing over one that is there unless it is asked to. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { quotedForShell } from '../../report/text/shell.js';
import { visible } from '../../text/visible.js';
import { type CiPlan, githubWorkflow, gitlabPipeline, makeFragment } from '../ci/ci-files.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { systemReason, UsageError } from '../failure.js';
import { fileExists, systemPath } from '../io/file-name.js';
import { replace, targetOf } from '../io/replace.js';
import { print } from '../io/streams.js';
import type { InitOptions } from './init.js';

/** For each system its file, and what it is made by. */
const SYSTEMS = {
  github: { path: '.github/workflows/litmus.yml', textOf: githubWorkflow },
  gitlab: { path: '.gitlab-ci.yml', textOf: gitlabPipeline },
  make: { path: 'litmus.mk', textOf: makeFragment },
} as const;

/** Runs the command and gives its exit code. */
export function runInit(
  paths: readonly string[],
  { ci, shards, shardTimes, outputFile, force = false }: InitOptions,
  { streams }: CommandContext,
): ExitCode {
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
  try {
    mkdirSync(systemPath(dirname(path)), { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${systemReason(error)}`);
  }
  replace(targetOf(path), Buffer.from(textOf(plan)));
  const tests = plan.paths === '' ? 'all tests' : visible(plan.paths.trim());
  print(streams, `${visible(path)} is written: ${shards} ${shards === 1 ? 'shard' : 'shards'} of ${tests}\n`);
  return EXIT.expected;
}
