/**
 * Where the configuration is: in the working directory or the nearest one above that has one. This is part of every start,
 * and all that it costs where there is no configuration.
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { any } from 'empathic/find';
import { UsageError } from '../failure.js';
import { workingDirectory } from '../io/file-name.js';
import type { Configured } from './configure.js';

/** As c12, vitest and others call theirs. */
export const CONFIG_NAMES = ['pinlitmus.config.json', 'pinlitmus.config.js', 'pinlitmus.config.mjs'];

/** What every command takes that a configuration is for. As commander hands it over. */
export interface ConfigOptions {
  /** A path, false for none, and without either what is found. */
  readonly config?: string | false;
  /** What the configuration says, once it was read. */
  readonly configured?: Configured;
}

/** Adds the options that name the configuration. */
export function addConfigOptions(command: Command): Command {
  return command
    .optionsGroup('Configuration:')
    .option('--config <file>', `the configuration (default: the nearest ${CONFIG_NAMES[0]}, .js or .mjs)`)
    .option('--no-config', 'no configuration');
}

/** The configuration of a command, as seen from the working directory; null where there is none. */
export function configFileOf(command: Command): string | null {
  if (!command.options.some((option) => option.attributeName() === 'config')) return null;
  const { config } = command.opts<ConfigOptions>();
  if (config !== undefined) return config === false ? null : config;
  const cwd = workingDirectory();
  const found = cwd === null ? undefined : any(CONFIG_NAMES, { cwd });
  return found === undefined ? null : relative('.', theOnly(found));
}

/** Two in one directory are one too many, for nobody could tell which holds. */
function theOnly(found: string): string {
  const directory = dirname(found);
  const there = CONFIG_NAMES.filter((name) => existsSync(join(directory, name)));
  if (there.length > 1)
    throw new UsageError(`there are ${there.join(' and ')} in ${directory}: expected one configuration`);
  return found;
}

/** What a command is to look at: what the command line names, or the configuration, or else the working directory. */
export function pathsGiven(paths: readonly string[], { configured }: ConfigOptions): readonly string[] {
  return paths.length > 0 ? paths : (configured?.paths ?? ['.']);
}
