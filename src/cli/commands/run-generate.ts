/** `pinlitmus generate`: the cycles go to standard output or as tests to a directory, and how many there are to standard error. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Activity } from '../../check/pool/activity.js';
import { checkAll } from '../../check/pool/pool.js';
import type { Settings, TestResult } from '../../check/result.js';
import { DEFAULT_SETTINGS } from '../../check/settings.js';
import { observationOf } from '../../check/verdict.js';
import { DIALECTS } from '../../dialects/index.js';
import { MODELS } from '../../models/index.js';
import type { Model } from '../../models/model.js';
import { grouped, longest, plural } from '../../report/text/layout.js';
import {
  bareSource,
  edgeNames,
  edgesText,
  type GeneratedCycles,
  generateCycles,
  readingsOfToken,
  refusalOf,
  testOf,
  type Vocabulary,
  vocabularyOf,
} from '../../shapes/index.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { fileExists } from '../io/file-name.js';
import { type Interruption, interruption } from '../io/interruption.js';
import { progressOf } from '../io/progress.js';
import { print, type Streams, say } from '../io/streams.js';
import { writeNew } from '../io/write-new.js';
import type { GenerateOptions } from './generate.js';

/** A cycle that is listed, with what is said of it. */
type Listed = GeneratedCycles['cycles'][number] & { readonly said: string };

/** Runs the command and gives its exit code. */
export async function runGenerate(options: GenerateOptions, { streams }: CommandContext): Promise<ExitCode> {
  const vocabulary = vocabularyOf(options.dialect);
  if (vocabulary === null) throw new UsageError(`no edges of ${options.dialect} are known`);
  const { threads, size = null, limit } = options;
  const edges = edgesAsked(options.edges, vocabulary);
  const models = modelsAsked(options);
  if (threads < 2) throw new UsageError('a cycle has two threads at least');
  const { cycles, complete } = generateCycles({ threads, edges, size, limit }, vocabulary);
  const run: GenerateRun = { vocabulary, options, streams, interruption: interruption() };
  const { listed, open, asked } =
    models === null
      ? {
          listed: cycles.map((each) => ({ ...each, said: edgesText(each.cycle, vocabulary) })),
          open: 0,
          asked: cycles.length,
        }
      : await distinguished(cycles, models, run);
  const end = await written(listed, run);
  const isInterrupted = run.interruption.happened();
  const some = asked < cycles.length ? `${grouped(asked)} of ` : '';
  const upTo = `of up to ${threads} threads and ${size ?? 2 * threads} edges`;
  const among =
    models === null
      ? `${plural(cycles.length, 'cycle')} ${upTo}`
      : `${differing(listed, models)} among ${some}${plural(cycles.length, 'cycle')} ${upTo}`;
  say(streams, `${among}${end}`);
  if (open > 0) say(streams, `${plural(open, 'cycle')} not decided within the limits, and left out`);
  if (!complete) say(streams, `there are more: --limit ${limit} ends the search`);
  if (isInterrupted) {
    say(streams, 'interrupted: the rest was not run');
    return EXIT.interrupted;
  }
  return complete && open === 0 ? EXIT.expected : EXIT.undecided;
}

/** What each step of a run needs. */
interface GenerateRun {
  readonly vocabulary: Vocabulary;
  readonly options: GenerateOptions;
  readonly streams: Streams;
  readonly interruption: Interruption;
}

/** The results of the bare tests of cycles, in their order; all of them unless the run is interrupted. */
async function* resultsOf(
  cycles: GeneratedCycles['cycles'],
  settings: Settings,
  { vocabulary, options, streams, interruption: { listen, end } }: GenerateRun,
): AsyncGenerator<TestResult> {
  const activity = new Activity();
  const progress = progressOf(cycles.length, activity, streams);
  const jobs = cycles.map(({ cycle }) => ({ source: bareSource(cycle, vocabulary) }));
  const pool = { jobs: options.jobs ?? availableParallelism(), listen, activity, onProgress: progress.count };
  try {
    yield* checkAll(jobs, settings, pool);
  } finally {
    progress.end();
    end();
  }
}

/** The cycles on which two models differ, how many could not be decided, and how many were asked about. */
async function distinguished(
  cycles: GeneratedCycles['cycles'],
  models: readonly Model[],
  run: GenerateRun,
): Promise<{ readonly listed: readonly Listed[]; readonly open: number; readonly asked: number }> {
  const names = models.map(({ name }) => name);
  const settings = {
    ...DEFAULT_SETTINGS,
    models: names,
    atomics: run.options.atomics,
    verdictOnly: true,
  };
  const listed: Listed[] = [];
  let open = 0;
  let place = 0;
  for await (const result of resultsOf(cycles, settings, run)) {
    const own = cycles[place];
    place += 1;
    const observations = names.map((name) => {
      const found = result.models.find(({ model }) => model === name);
      return found === undefined ? null : observationOf(found);
    });
    if (observations.includes(null)) open += 1;
    else if ((observations[0] === 'Never') !== (observations[1] === 'Never')) {
      const said = models.map(
        ({ title }, index) => `${title} ${observations[index] === 'Never' ? 'forbidden' : 'allowed'}`,
      );
      listed.push({ ...own, said: said.join(', ') });
    }
  }
  return { listed, open, asked: place };
}

function differing(listed: readonly Listed[], [a, b]: readonly Model[]): string {
  return `${a.title} and ${b.title} differ on ${listed.length}`;
}

function edgesAsked(text: string, vocabulary: Vocabulary): readonly string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('--edges names no edge');
  for (const word of words) {
    if (readingsOfToken(word, vocabulary).length > 0) continue;
    const refusal = refusalOf(word, vocabulary);
    throw new UsageError(
      `'${word}' ${refusal === null ? `is no edge of ${vocabulary.dialect}; its edges are ${edgeNames(vocabulary).join(', ')}` : `is no edge: ${refusal}`}`,
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

/** Lists the cycles, or writes their tests; gives what is to be said of that behind the number of cycles. */
async function written(listed: readonly Listed[], run: GenerateRun): Promise<string> {
  const { streams, vocabulary } = run;
  const { output } = run.options;
  if (output === undefined) {
    const width = longest(listed.map(({ name }) => name));
    print(streams, listed.map(({ name, said }) => `${name.padEnd(width)}   ${said}\n`).join(''));
    return '';
  }
  const pathOf = ({ name }: Listed): string => join(output, `${name}.litmus`);
  const missing = listed.filter((each) => !fileExists(pathOf(each)));
  let count = 0;
  if (!run.interruption.happened())
    for await (const result of resultsOf(missing, DEFAULT_SETTINGS, run)) {
      const own = missing[count];
      count += 1;
      writeNew(pathOf(own), testOf(own.cycle, vocabulary, result).text, false);
    }
  const kept = listed.length - missing.length;
  const there = kept === 0 ? '' : `; ${kept} were there already, and are as they were`;
  return `: ${count} written to ${visible(output)}${there}`;
}
