/** `pinlitmus config`: what is configured, for people or as JSON. */
import type { Command } from 'commander';
import { configText, type SettingRow, type SettingSection } from '../../report/config-list.js';
import { grouped } from '../../report/text/layout.js';
import { jsonText } from '../../text/visible.js';
import {
  type EffectiveSetting,
  effectiveSettings,
  overridesOf,
  settingsOfFile,
  type ValueOrigin,
} from '../config/effective.js';
import type { CommandContext } from '../context.js';
import { columnsOf, print } from '../io/streams.js';
import { version } from '../version.js';
import type { ShowConfigOptions } from './config.js';

/** Prints it. */
export function runConfig(
  files: readonly string[],
  { configured, reporter }: ShowConfigOptions,
  command: Command,
  { streams }: CommandContext,
): void {
  const settings = effectiveSettings(command, configured, streams.environment);
  const overrides = configured === undefined ? [] : overridesOf(configured);
  const own = files.map((file) => ({ file, settings: settingsOfFile(file, settings, configured) }));
  const file = configured?.config.file ?? null;
  if (reporter === 'json') {
    const document = {
      schemaVersion: 1,
      tool: { name: 'pinlitmus', version: version() },
      configuration: file,
      settings: byName(settings),
      overrides: overrides.map((override) => ({ ...override, settings: byName(override.settings) })),
      files: Object.fromEntries(own.map((each) => [each.file, byName(each.settings)])),
    };
    print(streams, jsonText(document));
    return;
  }
  const hasCat = settings.some(
    ({ name, value }) => name === 'cat' && Array.isArray(value) && value.length > 0,
  );
  const sections: readonly SettingSection[] = [
    {
      title: file === null ? 'There is no configuration.' : `Configured in ${file}:`,
      rows: rowsOf(settings, hasCat),
    },
    ...overrides.map((override) => ({
      title: `For ${override.files.join(', ')} (${override.place}):`,
      rows: rowsOf(override.settings, hasCat),
    })),
  ];
  const ofFiles = own.map((each) => ({ title: `${each.file}:`, rows: rowsOf(each.settings, hasCat) }));
  print(streams, configText(files.length > 0 ? ofFiles : sections, columnsOf(streams.stdout)));
}

function byName(settings: readonly EffectiveSetting[]): object {
  return Object.fromEntries(settings.map(({ name, value, from }) => [name, { value, from }]));
}

function rowsOf(settings: readonly EffectiveSetting[], hasCat: boolean): readonly SettingRow[] {
  return settings.map(({ name, value, from }) => ({
    name,
    value: name === 'models' && value === null && hasCat ? 'those of cat' : valueText(name, value),
    from: originText(from),
  }));
}

/** The words for a value that nobody has set. Who gives a model of their own asks about that one alone. */
const UNSET: Readonly<Record<string, string>> = {
  models: "each test's own",
  ignore: 'what git ignores',
  colours: 'on a terminal',
};

/** What a number counts. */
const UNITS: Readonly<Record<string, string>> = {
  'limits.timeout': ' s',
  'limits.total': ' s',
  'limits.memory': ' MB',
};

function valueText(name: string, value: EffectiveSetting['value']): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return UNSET[name] ?? 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return `${grouped(value)}${UNITS[name] ?? ''}`;
  const words = String(Array.isArray(value) ? value.join(', ') : value);
  return name === 'ignore' ? `${words}, and what git ignores` : words;
}

function originText(from: ValueOrigin): string {
  switch (from.kind) {
    case 'default':
      return 'default';
    case 'command-line':
      return from.option;
    case 'environment':
      return `$${from.variable}`;
    default:
      return from.place;
  }
}
