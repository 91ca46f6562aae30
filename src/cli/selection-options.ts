/** The options that select tests, and those that end a run before its last test. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseCount, parseSeconds } from './options.js';

/** Adds the options that select tests; see io/selection.ts. */
export function addSelectionOptions(command: Command): Command {
  return command
    .optionsGroup('Selecting tests:')
    .option(
      '-t, --filter <pattern>',
      'tests alone whose path, name or title matches a regular expression',
      parsePattern,
    )
    .option(
      '--exclude <glob>',
      'leave out the tests that a glob means; as often as one likes',
      (glob, previous: readonly string[] = []) => [...previous, parseGlob(glob)],
    )
    .option(
      '--changed [commit]',
      'tests alone that differ from the last commit, or from where the branch left one',
      parseCommit,
    );
}

/** Adds the options that end a run; see io/run-end.ts. */
export function addEndOptions(command: Command): Command {
  return command
    .option(
      '--bail [n]',
      'end the run after so many tests that failed or are malformed (default: 1)',
      parseBail,
    )
    .addOption(totalTimeoutOption());
}

/** How long the whole run may take. */
export function totalTimeoutOption(): Option {
  return new Option('--total-timeout <seconds>', 'end the run after this time').argParser(parseSeconds);
}

/** A regular expression, as `--filter` takes it. */
export function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
    throw new InvalidArgumentError(`It takes a regular expression: ${reason}.`);
  }
}

function parseGlob(text: string): string {
  if (text === '' || text.startsWith('!'))
    throw new InvalidArgumentError("It takes a glob, which does not begin with '!'.");
  return text;
}

function parseCommit(text: string): string {
  if (text === '' || text.startsWith('-')) throw new InvalidArgumentError('It takes a commit.');
  return text;
}

function parseBail(text: string): number {
  if (!/^\d/.test(text))
    throw new InvalidArgumentError('It takes a whole number from 1 on; before a path write --bail=1.');
  return parseCount(text);
}
