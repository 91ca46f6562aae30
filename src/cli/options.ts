/** The options of the commands: what each takes, and the messages for values that it does not take. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { distance } from 'fastest-levenshtein';
import type { Settings } from '../check/result.js';
import { DEFAULT_SETTINGS } from '../check/settings.js';
import { DIALECTS } from '../dialects/index.js';
import { armv8 } from '../models/armv8.js';
import type { GivenModel } from '../models/given-model.js';
import { MACHINES, MODELS } from '../models/index.js';
import type { Model } from '../models/model.js';
import { reportersOf } from '../report/index.js';
import type { ReporterEntry, ReportingCommand } from '../report/reporter.js';
import type { CommandContext } from './context.js';
import { parseReporter, type ReportChoice } from './io/report-choice.js';
import type { Shard } from './io/shard.js';

/** What every command takes that searches: which models, and the limits. As commander hands it over. */
export interface SearchOptions {
  readonly model?: readonly string[];
  readonly atomics: 'lse' | 'llsc';
  readonly maxStates: number;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly maxMemory: number;
}

/** What every command takes that reports on files. As commander hands it over. */
export interface ReportOptions {
  /** Undefined for the usual one. */
  readonly reporter?: readonly ReportChoice[];
  readonly outputFile?: string;
}

/** What the commands that report on files take as their arguments. */
export const PATHS = 'files, directories (all *.litmus below), patterns, or - for standard input';

/** The same where there may be none. */
export const PATHS_OR_CONFIGURED = `${PATHS} (default: what is configured, or the working directory)`;

/** Adds the options that every command takes that reports on files. */
export function addReportOptions(
  command: Command,
  name: ReportingCommand,
  { reporters }: CommandContext,
): Command {
  const entries = reportersOf(name, reporters);
  return command
    .optionsGroup('Report:')
    .option(
      '-r, --reporter <name[=file]>',
      `form of the report, and where it goes; as often as one likes (default: ${entries[0].name}): ${aboutEach(entries)}`,
      (text, previous: readonly ReportChoice[] | undefined) => parseReporter(text, previous, entries),
    )
    .option('-o, --output-file <path>', 'write the report to a file');
}

/** `pretty, for people; json, one document` */
export function aboutEach(entries: readonly ReporterEntry[]): string {
  return entries.map(({ name, about }) => `${name}, ${about}`).join('; ');
}

const { limits } = DEFAULT_SETTINGS;

/** The limits of a test on a model, in the units of the options. */
const DEFAULTS = {
  maxStates: limits.states,
  timeout: limits.milliseconds / 1000,
  maxMemory: limits.megabytes,
} as const;

/** Models of the user's own, as commander hands them over. */
export interface CatOptions {
  /** Files, or directories with a configuration. */
  readonly cat?: readonly string[];
  /** A file of tags for all of them. */
  readonly bell?: string;
}

/** Adds the options for models of the user's own. */
export function addCatOptions(command: Command): Command {
  return command
    .option(
      '--cat <path>',
      'a model of your own in the cat language, or a directory with linux-kernel.cfg; several times for several models',
      (path, previous: readonly string[] = []) => [...previous, path],
    )
    .option('--bell <file>', 'the tags that the models of --cat name');
}

/** Adds the options that every command takes that searches; `which` models it can be asked about, for how many seconds. */
export function addSearchOptions(
  command: Command,
  which: readonly Model[],
  { timeout = DEFAULTS.timeout }: { readonly timeout?: number } = {},
): Command {
  const models = which.map(({ name }) => name).join(', ');
  return command
    .optionsGroup('Models and limits:')
    .option(
      '-m, --model <list>',
      `any of ${models}, separated by commas (default: all but power and armv7 for C, for assembly sc and its own; and those that Expect= names)`,
      (text, previous: readonly string[] | undefined) => parseModels(text, previous, which),
    )
    .addOption(atomicsOption())
    .option('--max-states <n>', 'stop a test on a model at this many states', parseCount, DEFAULTS.maxStates)
    .option('--timeout <seconds>', 'stop a test on a model after this time', parseSeconds, timeout)
    .option(
      '--max-memory <MB>',
      'stop a test on a model at this much memory',
      parseCount,
      DEFAULTS.maxMemory,
    );
}

/** Which atomic instructions there are, where a model has a choice. */
export function atomicsOption(): Option {
  return new Option('--atomics <kind>', `atomic instructions on ${armv8.title}`)
    .choices(['lse', 'llsc'])
    .default('lse');
}

/** What tests can be written in. */
export const DIALECT_NAMES: readonly string[] = DIALECTS.map(({ name }) => name);

/** The settings of a search that the options describe. */
function settingsOf({ model, atomics, maxStates, timeout, maxMemory }: SearchOptions): Settings {
  const names = MODELS.map(({ name }) => name);
  return {
    models: model === undefined ? null : names.filter((name) => model.includes(name)),
    atomics,
    limits: { states: maxStates, milliseconds: timeout * 1000, megabytes: maxMemory },
  };
}

/** The same with models of the user's own: who gives one asks about that one, and about others by their names. */
export function settingsWith(options: SearchOptions, given: readonly GivenModel[]): Settings {
  const settings = settingsOf(options);
  return { ...settings, given, models: given.length > 0 ? (settings.models ?? []) : settings.models };
}

/** `--model sc,tso`; may be given several times. */
export function parseModels(
  text: string,
  previous: readonly string[] | undefined,
  which: readonly Model[],
): readonly string[] {
  const known = which.map((model) => model.name);
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  for (const name of names) {
    if (!known.includes(name)) throw new InvalidArgumentError(unknownModel(name, which));
  }
  return [...(previous ?? []), ...names];
}

/** `--model armv8`, for a command that takes one. */
export function parseModel(text: string): string {
  const [name, ...more] = parseModels(text, undefined, MACHINES);
  if (more.length > 0) throw new InvalidArgumentError('It takes one model.');
  return name;
}

function unknownModel(name: string, which: readonly Model[]): string {
  const known = which.map((model) => model.name);
  const elsewhere = MODELS.find((model) => model.name === name);
  if (elsewhere !== undefined)
    return `${elsewhere.title} is no machine, and has no steps; this command asks machines: ${known.join(', ')}.`;
  const near = which.find(
    (model) => resembles(name, model.name) || resembles(name, model.title.toLowerCase()),
  );
  const hint = near === undefined ? '' : ` Did you mean '${near.name}'?`;
  return `There is no model '${name}'.${hint} The models are ${known.join(', ')}.`;
}

/** A slip of the fingers, a beginning (`arm`), or something more exact than there is (`armv8.2`). */
function resembles(typed: string, name: string): boolean {
  const beginning = typed.length > 1 && (name.startsWith(typed) || typed.startsWith(name));
  return beginning || distance(typed, name) <= Math.floor(name.length / 3);
}

/** A positive whole number; `1_000_000` is fine. */
export function parseCount(text: string): number {
  const number = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It takes a whole number from 1 on.');
  return number;
}

/**
 * The word behind `=` of an option that may have one; without it, what the option means alone. What follows such an option without
 * `=` is an argument of the command: see `withEmptyWords`.
 */
export function parseWord<Alone extends string, Word extends string>(
  text: string,
  alone: Alone,
  words: readonly Word[],
): Alone | Word {
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  if (text === '') return alone;
  throw new InvalidArgumentError(`It takes nothing, or ${words.map((each) => `=${each}`).join(' or ')}.`);
}

/** Options that may have a word, but only behind `=`. */
const WITH_WORD: ReadonlyMap<string, string> = new Map([
  ['--states', '--states='],
  ['--update', '--update='],
  ['-u', '--update='],
]);

/** The arguments, where an option that may have a word and has none does not take the next argument for it. */
export function withEmptyWords(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) => (end !== -1 && index > end ? arg : (WITH_WORD.get(arg) ?? arg)));
}

/** `2/5`: the second of five parts. */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!(index >= 1 && index <= count))
    throw new InvalidArgumentError("It takes i/n, such as '1/4' to '4/4'.");
  return { index, count };
}

/** A positive number of seconds, whole or not. */
export function parseSeconds(text: string): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(number > 0)) throw new InvalidArgumentError('It takes a number of seconds above 0.');
  return number;
}
