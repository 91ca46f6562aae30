/** The settings that a command line and a configuration come to, each with where its value comes from. */
import type { Command } from 'commander';
import { reportersOf } from '../../report/index.js';
import { colourLevel } from '../../report/text/colour.js';
import { type ReportChoice, withGithub } from '../io/report-choice.js';
import { type PartPath, partAt, partText } from './config-document.js';
import type { Configured } from './configure.js';
import { OPTION_PARTS } from './configure.js';
import { pathsGiven } from './find-config.js';

/** Where a value comes from. */
export type ValueOrigin =
  | { readonly kind: 'default' }
  | { readonly kind: 'configuration' | 'override'; readonly place: string }
  | { readonly kind: 'command-line'; readonly option: string }
  | { readonly kind: 'environment'; readonly variable: string };

/** A setting by the name that a configuration has for it. */
export interface EffectiveSetting {
  readonly name: string;
  /** Null for none, or for what each test has of its own. */
  readonly value: boolean | number | string | readonly string[] | null;
  readonly from: ValueOrigin;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The parts of a configuration that overrides may say otherwise. */
const OF_FILES: readonly PartPath[] = [
  ['models'],
  ['atomics'],
  ['limits', 'states'],
  ['limits', 'timeout'],
  ['limits', 'memory'],
  ['requireExpectations'],
];

/** What holds for the run, and for every file of which no override says otherwise. */
export function effectiveSettings(
  command: Command,
  configured: Configured | undefined,
  environment: Environment,
): readonly EffectiveSetting[] {
  const from = (path: PartPath, isConfigured: boolean): ValueOrigin =>
    isConfigured && configured !== undefined
      ? { kind: 'configuration', place: configured.config.placeOf(path) }
      : { kind: 'default' };
  const options = OPTION_PARTS.filter(({ option }) => option !== 'reporter').map(({ path, option }) => ({
    name: partText(path),
    value: plainValue(command.getOptionValue(option)) ?? (option === 'requireExpectations' ? false : null),
    from: originOf(command, option, from(path, true)),
  }));
  const ignore = configured?.config.values.ignore;
  return [
    {
      name: 'paths',
      value: pathsGiven([], { configured }),
      from: from(['paths'], (configured?.paths ?? null) !== null),
    },
    { name: 'ignore', value: ignore ?? [], from: from(['ignore'], ignore !== undefined) },
    ...options,
    reportersFor(configured, environment),
    coloursFor(command, environment),
  ];
}

function plainValue(value: unknown): EffectiveSetting['value'] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function originOf(command: Command, option: string, configured: ValueOrigin): ValueOrigin {
  switch (command.getOptionValueSource(option)) {
    case 'cli': {
      const known = command.options.find((each) => each.attributeName() === option);
      return { kind: 'command-line', option: known?.long ?? option };
    }
    case 'config':
      return configured;
    default:
      return { kind: 'default' };
  }
}

/** The reporters of a check, which a run on GitHub adds to where nobody asks for any. */
function reportersFor(configured: Configured | undefined, environment: Environment): EffectiveSetting {
  const name = 'reporters';
  const chosen = configured?.config.values.reporters;
  if (configured !== undefined && chosen !== undefined)
    return { name, value: chosen, from: { kind: 'configuration', place: configured.config.placeOf([name]) } };
  const usual = [{ reporter: reportersOf('check')[0].name, path: undefined }];
  const all = withGithub(usual, environment);
  const value = all.map(({ reporter, path }: ReportChoice) =>
    path === undefined ? reporter : `${reporter}=${path}`,
  );
  if (all.length === usual.length) return { name, value, from: { kind: 'default' } };
  return { name, value, from: { kind: 'environment', variable: 'GITHUB_ACTIONS' } };
}

/** Which variable decides about colours, if one does; see report/text/colour.ts. */
function colourVariable(environment: Environment): string | undefined {
  const { FORCE_COLOR, NO_COLOR, CLICOLOR_FORCE = '0', CLICOLOR } = environment;
  if (FORCE_COLOR !== undefined) return 'FORCE_COLOR';
  if (NO_COLOR) return 'NO_COLOR';
  if (CLICOLOR_FORCE !== '' && CLICOLOR_FORCE !== '0') return 'CLICOLOR_FORCE';
  return CLICOLOR === '0' ? 'CLICOLOR' : undefined;
}

function coloursFor({ parent }: Command, environment: Environment): EffectiveSetting {
  const name = 'colours';
  const value = colourLevel({ environment, terminal: false }) > 0;
  const variable = colourVariable(environment);
  if (parent?.getOptionValueSource('color') === 'cli')
    return { name, value, from: { kind: 'command-line', option: value ? '--color' : '--no-color' } };
  if (variable === undefined) return { name, value: null, from: { kind: 'default' } };
  return { name, value, from: { kind: 'environment', variable } };
}

/** What holds for one file. */
export function settingsOfFile(
  file: string,
  settings: readonly EffectiveSetting[],
  configured: Configured | undefined,
): readonly EffectiveSetting[] {
  return OF_FILES.flatMap((path) => {
    const name = partText(path);
    const common = settings.find((setting) => setting.name === name);
    const [own] = (configured?.overrides ?? []).toReversed().flatMap(({ means, values, index }) => {
      const value = means(file) ? partAt(values, path) : undefined;
      return value === undefined ? [] : [{ value: plainValue(value), index }];
    });
    if (own === undefined || configured === undefined) return common === undefined ? [] : [common];
    const place = configured.config.placeOf(['overrides', own.index, ...path]);
    return [{ name, value: own.value, from: { kind: 'override', place } }];
  });
}

/** The overrides of a configuration, with what each says that the command line does not say otherwise. */
export function overridesOf({ config, overrides }: Configured): readonly {
  readonly files: readonly string[];
  readonly place: string;
  readonly settings: readonly EffectiveSetting[];
}[] {
  return overrides.map(({ files, values, index }) => ({
    files,
    place: config.placeOf(['overrides', index]),
    settings: OF_FILES.flatMap((path) => {
      const value = partAt(values, path);
      if (value === undefined) return [];
      const place = config.placeOf(['overrides', index, ...path]);
      return [{ name: partText(path), value: plainValue(value), from: { kind: 'override', place } as const }];
    }),
  }));
}
