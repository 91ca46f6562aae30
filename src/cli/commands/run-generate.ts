/** `pinlitmus generate`: the cycles go to standard output or as tests to a directory, and how many there are to standard error. */
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../check/settings.js';
import { DIALECTS } from '../../dialects/index.js';
import { MODELS } from '../../models/index.js';
import type { Model } from '../../models/model.js';
import { longest, plural } from '../../report/text/layout.js';
import {
  bareTest,
  decided,
  edgeNames,
  edgesText,
  type GeneratedCycles,
  generateCycles,
  makeTest,
  readingsOfToken,
  type Vocabulary,
  vocabularyOf,
} from '../../shapes/index.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { fileExists } from '../io/file-name.js';
import { print, type Streams, say } from '../io/streams.js';
import { writeNew } from '../io/write-new.js';
import type { GenerateOptions } from './generate.js';

/** A cycle that is listed, with what is said of it. */
type Listed = GeneratedCycles['cycles'][number] & { readonly said: string };

/** Runs the command and gives its exit code. */
export function runGenerate(options: GenerateOptions, { streams }: CommandContext): ExitCode {
  const vocabulary = vocabularyOf(options.dialect);
  if (vocabulary === null) throw new UsageError(`no edges of ${options.dialect} are known`);
  const { threads, size = null, limit } = options;
  const edges = edgesAsked(options.edges, vocabulary);
  const models = modelsAsked(options);
  if (threads < 2) throw new UsageError('a cycle has two threads at least');
  const { cycles, complete } = generateCycles({ threads, edges, size, limit }, vocabulary);
  let open = 0;
  const listed = cycles.flatMap((each): readonly Listed[] => {
    if (models === null) return [{ ...each, said: edgesText(each.cycle, vocabulary) }];
    const kinds = models.map((model) => decisionOn(each.cycle, model, options, vocabulary));
    if (kinds.some((kind) => kind !== 'allowed' && kind !== 'forbidden')) open++;
    else if (kinds[0] !== kinds[1])
      return [{ ...each, said: models.map(({ title }, index) => `${title} ${kinds[index]}`).join(', ') }];
    return [];
  });
  const end = written(listed, options, vocabulary, streams);
  const upTo = `of up to ${threads} threads and ${size ?? 2 * threads} edges`;
  const among =
    models === null
      ? `${plural(cycles.length, 'cycle')} ${upTo}`
      : `${differing(listed, models)} among ${plural(cycles.length, 'cycle')} ${upTo}`;
  say(streams, `${among}${end}`);
  if (open > 0) say(streams, `${plural(open, 'cycle')} not decided within the limits, and left out`);
  if (!complete) say(streams, `there are more: --limit ${limit} ends the search`);
  return complete && open === 0 ? EXIT.expected : EXIT.undecided;
}

function differing(listed: readonly Listed[], [a, b]: readonly Model[]): string {
  return `${a.title} and ${b.title} differ on ${listed.length}`;
}

function edgesAsked(text: string, vocabulary: Vocabulary): readonly string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('--edges names no edge');
  for (const word of words) {
    if (readingsOfToken(word, vocabulary).length > 0) continue;
    const refused = vocabulary.refused.find(({ pattern }) => pattern.test(word));
    throw new UsageError(
      `'${word}' ${refused === undefined ? `is no edge of ${vocabulary.dialect}; its edges are ${edgeNames(vocabulary).join(', ')}` : `is no edge: ${refused.why}`}`,
    );
  }
  return words;
}

/** The two models to be told apart; null where none are asked for. */
function modelsAsked({ distinguish, dialect }: GenerateOptions): readonly Model[] | null {
  if (distinguish === undefined) return null;
  const own = DIALECTS.find(({ name }) => name === dialect)?.models ?? [];
  const foreign = distinguish.find((name) => !own.includes(name));
  if (foreign !== undefined)
    throw new UsageError(
      `--distinguish: a test in ${dialect} is run on ${own.join(', ')}, not on ${foreign}`,
    );
  if (new Set(distinguish).size !== 2) throw new UsageError('--distinguish takes two models');
  return distinguish.flatMap((name) => MODELS.filter((model) => model.name === name));
}

function decisionOn(
  cycle: Listed['cycle'],
  model: Model,
  { atomics }: GenerateOptions,
  vocabulary: Vocabulary,
): ReturnType<typeof decided> {
  return decided(bareTest(cycle, vocabulary), model, { atomics, limits: DEFAULT_SETTINGS.limits });
}

/** Lists the cycles, or writes their tests; gives what is to be said of that behind the number of cycles. */
function written(
  listed: readonly Listed[],
  { output }: GenerateOptions,
  vocabulary: Vocabulary,
  streams: Streams,
): string {
  if (output === undefined) {
    const width = longest(listed.map(({ name }) => name));
    print(streams, listed.map(({ name, said }) => `${name.padEnd(width)}   ${said}\n`).join(''));
    return '';
  }
  let kept = 0;
  for (const { cycle, name } of listed) {
    const path = join(output, `${name}.litmus`);
    if (fileExists(path)) kept++;
    else writeNew(path, makeTest(cycle, vocabulary).text, false);
  }
  const there = kept === 0 ? '' : `; ${kept} were there already, and are as they were`;
  return `: ${listed.length - kept} written to ${visible(output)}${there}`;
}
