/** `--reporter NAME[=FILE]`: which reporters a command writes with, and where each one's text goes. */
import { InvalidArgumentError } from 'commander';
import { distance } from 'fastest-levenshtein';
import type { ReporterEntry } from '../../report/reporter.js';
import { UsageError } from '../failure.js';

/** A reporter, by its name among the entries, and a file; undefined for standard output. */
export interface ReportChoice {
  readonly reporter: string;
  readonly path: string | undefined;
  /** Whether the text goes behind what the file holds already. */
  readonly append?: boolean;
}

/** One use of the option, added to those before. */
export function parseReporter(
  text: string,
  previous: readonly ReportChoice[] | undefined,
  entries: readonly ReporterEntry[],
): readonly ReportChoice[] {
  const [, reporter, , path] = /^([^=]*)(=(.*))?$/s.exec(text) ?? [];
  const names = entries.map(({ name }) => name);
  if (!names.includes(reporter)) {
    const near = names.find((name) => distance(reporter, name) <= Math.floor(name.length / 2));
    const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
    throw new InvalidArgumentError(
      `There is no reporter '${reporter}'.${hint} They are ${names.join(', ')}.`,
    );
  }
  if (path === '') throw new InvalidArgumentError(`A file belongs behind '${reporter}='.`);
  return [...(previous ?? []), { reporter, path }];
}

/**
 * The reporters of a run. Without any it is the usual one; `outputFile` is the file of the one that has none of its own. No two
 * write to one place.
 */
export function reportChoices(
  chosen: readonly ReportChoice[] | undefined,
  outputFile: string | undefined,
  usual: string,
): readonly ReportChoice[] {
  const choices = chosen ?? [{ reporter: usual, path: undefined }];
  const open = choices.filter(({ path }) => path === undefined);
  if (open.length > 1)
    throw new UsageError(
      `only one reporter can write to standard output: give ${open[1].reporter} a file, as in --reporter ${open[1].reporter}=FILE`,
    );
  if (outputFile !== undefined && open.length === 0)
    throw new UsageError('--output-file is for a reporter without a file of its own, and there is none');
  const all = choices.map((choice) => ({ ...choice, path: choice.path ?? outputFile }));
  const paths = all.flatMap(({ path }) => path ?? []);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UsageError(`two reporters would write to ${twice}`);
  return all;
}

/**
 * What a run on GitHub Actions reports where no reporter is asked for: beside the text annotations, and a summary of the job
 * (docs.github.com, "Workflow commands for GitHub Actions", adding a job summary).
 */
export function withGithub(
  choices: readonly ReportChoice[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly ReportChoice[] {
  if (environment.GITHUB_ACTIONS !== 'true') return choices;
  const summary = environment.GITHUB_STEP_SUMMARY;
  return [
    ...choices,
    { reporter: 'github', path: undefined },
    ...(summary === undefined || summary === ''
      ? []
      : [{ reporter: 'markdown', path: summary, append: true }]),
  ];
}
