/** `pinlitmus models` and `pinlitmus primitives`. */
import { closest, distance } from 'fastest-levenshtein';
import { listPrimitives, type PrimitiveListing, portTitles } from '../../kernel/listing.js';
import { MACHINES, MODELS } from '../../models/index.js';
import type { Architecture } from '../../program/program.js';
import { modelsText } from '../../report/model-list.js';
import { primitivesText } from '../../report/primitive-list.js';
import { jsonText } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { UsageError } from '../failure.js';
import { columnsOf, print } from '../io/streams.js';
import { version } from '../version.js';
import type { PrimitivesOptions } from './lists.js';

/** Prints the models. */
export function runModels({ streams }: CommandContext): void {
  print(streams, modelsText(MODELS, columnsOf(streams.stdout)));
}

/** Prints the primitives whose names match some pattern; all where there is none. */
export function runPrimitives(
  patterns: readonly string[],
  { model, reporter }: PrimitivesOptions,
  { streams }: CommandContext,
): void {
  const chosen = chosenBy(patterns, listPrimitives());
  const columns = columnsFor(model);
  print(
    streams,
    reporter === 'json'
      ? jsonText({
          schemaVersion: 1,
          tool: { name: 'pinlitmus', version: version() },
          primitives: chosen.map(({ becomes, ...primitive }) => ({
            ...primitive,
            becomes: Object.fromEntries(columns.map(([name]) => [name, becomes[name]])),
          })),
        })
      : primitivesText(chosen, columns, MODELS, columnsOf(streams.stdout)),
  );
}

/** The ports of the models; without any of the machines. */
function columnsFor(models: readonly string[] | undefined): readonly (readonly [Architecture, string])[] {
  const names = models ?? MACHINES.map(({ name }) => name);
  const asked = MODELS.filter(({ name }) => names.includes(name)).flatMap(({ architecture }) => [
    architecture('lse'),
    architecture('llsc'),
  ]);
  return portTitles().filter(([name]) => asked.includes(name));
}

function chosenBy(
  patterns: readonly string[],
  primitives: readonly PrimitiveListing[],
): readonly PrimitiveListing[] {
  const wanted = patterns.map((pattern) => {
    const matches = matcherOf(pattern, primitives);
    if (!primitives.some(({ name }) => matches(name)))
      throw new UsageError(nothingMatches(pattern, primitives));
    return matches;
  });
  return primitives.filter(({ name }) => wanted.length === 0 || wanted.some((matches) => matches(name)));
}

/** A whole name where it is one or has a wildcard, else a part of one. */
function matcherOf(pattern: string, primitives: readonly PrimitiveListing[]): (name: string) => boolean {
  if (primitives.some(({ name }) => name === pattern)) return (name) => name === pattern;
  const text = pattern.toLowerCase();
  if (!/[*?]/.test(text)) return (name) => name.toLowerCase().includes(text);
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const whole = new RegExp(`^${source}$`, 'i');
  return (name) => whole.test(name);
}

function nothingMatches(pattern: string, primitives: readonly PrimitiveListing[]): string {
  const near = closest(
    pattern,
    primitives.map(({ name }) => name),
  );
  const hint = distance(pattern, near) <= Math.floor(pattern.length / 2) ? `; did you mean '${near}'?` : '';
  return `no primitive matches '${pattern}'${hint}`;
}
