/**
 * A configuration in the place of options that the command line does not give: they get its values, as if they had been given.
 * commander keeps where each value comes from.
 */
import { isAbsolute, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { reportersOf } from '../../report/index.js';
import { EXIT } from '../exit.js';
import { AlreadySaid } from '../failure.js';
import { sayDiagnostics } from '../io/complaints.js';
import { globSet } from '../io/glob-set.js';
import { parseReporter, type ReportChoice } from '../io/report-choice.js';
import type { Streams } from '../io/streams.js';
import type { PartPath } from './config-document.js';
import type { ConfigurationOverride, TestConfiguration } from './configuration.js';
import type { FileOverride } from './file-settings.js';
import { type LoadedConfig, loadConfig } from './load-config.js';

/** What a configuration says beside the values of options; it is among the options of a command by the name `configured`. */
export interface Configured {
  readonly config: LoadedConfig;
  /** In the place of arguments; null for none. */
  readonly paths: readonly string[] | null;
  /** Whether a file or directory is left out below directories. */
  readonly ignores: (path: string) => boolean;
  readonly overrides: readonly FileOverride[];
}

/** A part of a configuration that an option stands for. */
interface OptionPart {
  readonly path: PartPath;
  /** As commander calls it. */
  readonly option: string;
}

/** The parts that options stand for. */
export const OPTION_PARTS: readonly OptionPart[] = [
  { path: ['models'], option: 'model' },
  { path: ['atomics'], option: 'atomics' },
  { path: ['limits', 'states'], option: 'maxStates' },
  { path: ['limits', 'timeout'], option: 'timeout' },
  { path: ['limits', 'memory'], option: 'maxMemory' },
  { path: ['limits', 'total'], option: 'totalTimeout' },
  { path: ['reporters'], option: 'reporter' },
  { path: ['requireExpectations'], option: 'requireExpectations' },
  { path: ['cat'], option: 'cat' },
  { path: ['bell'], option: 'bell' },
];

/** Options that are called as others and mean something else: step takes one model, and reporters are those of check. */
const OTHERS: Readonly<Record<string, string>> = {
  step: 'model',
  explain: 'reporter',
  barriers: 'reporter',
  config: 'reporter',
};

/** Reads the file and puts its values into the options of the command; what is wrong with it is said, and ends the command. */
export async function configure(command: Command, file: string, streams: Streams): Promise<void> {
  const loaded = await loadConfig(file, streams.stdin);
  if (loaded.config === null) {
    await sayDiagnostics({ file }, loaded.diagnostics, streams);
    throw new AlreadySaid(EXIT.usage);
  }
  const { config } = loaded;
  const { values, directory } = config;
  const here = (path: string): string => fromHere(path, directory);
  const given = (option: string): boolean => command.getOptionValueSource(option) === 'cli';
  const options: Readonly<Record<string, unknown>> = {
    model: values.models,
    atomics: values.atomics,
    maxStates: values.limits?.states,
    timeout: values.limits?.timeout,
    maxMemory: values.limits?.memory,
    totalTimeout: values.limits?.total,
    reporter: values.reporters === undefined ? undefined : choicesOf(values.reporters, here),
    requireExpectations: values.requireExpectations,
    cat: values.cat?.map(here),
    // The tags of a model belong to it.
    bell: values.bell === undefined || given('cat') ? undefined : here(values.bell),
  };
  for (const { option } of OPTION_PARTS) {
    const isKnown = command.options.some((each) => each.attributeName() === option);
    const isMeant = isKnown && OTHERS[command.name()] !== option;
    if (isMeant && !given(option) && options[option] !== undefined)
      command.setOptionValueWithSource(option, options[option], 'config');
  }
  const configured: Configured = {
    config,
    paths: values.paths?.map(here) ?? null,
    ignores: await globSet(values.ignore ?? [], directory),
    overrides: await Promise.all(
      (values.overrides ?? []).map(async (override, index) => ({
        index,
        files: override.files,
        means: await globSet(override.files, directory),
        values: withoutGiven(override, given),
      })),
    ),
  };
  command.setOptionValueWithSource('configured', configured, 'config');
}

/** A path of the configuration as seen from the working directory. */
function fromHere(path: string, directory: string): string {
  return isAbsolute(path) ? path : relative('.', resolve(directory, path)) || '.';
}

/** The reporters, with their files as seen from the working directory. */
function choicesOf(reporters: readonly string[], here: (path: string) => string): readonly ReportChoice[] {
  const entries = reportersOf('check');
  const choices = reporters.flatMap((text) => parseReporter(text, undefined, entries));
  return choices.map(({ reporter, path }) => ({
    reporter,
    path: path === undefined ? undefined : here(path),
  }));
}

/** What an override says that the command line does not say itself. */
function withoutGiven(
  { models, atomics, requireExpectations, limits = {} }: ConfigurationOverride,
  given: (option: string) => boolean,
): TestConfiguration {
  const kept = <Value>(option: string, value: Value): Value | undefined =>
    given(option) ? undefined : value;
  return {
    models: kept('model', models),
    atomics: kept('atomics', atomics),
    requireExpectations: kept('requireExpectations', requireExpectations),
    limits: {
      states: kept('maxStates', limits.states),
      timeout: kept('timeout', limits.timeout),
      memory: kept('maxMemory', limits.memory),
    },
  };
}
