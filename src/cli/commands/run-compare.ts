/** `pinlitmus compare`: two reports or logs, or two models on the same tests, and what differs between them. */
import { availableParallelism } from 'node:os';
import { compareModels } from '../../check/compare/compare-models.js';
import {
  byName,
  compareOutcomes,
  isChanged,
  type OutcomeComparison,
  type Pairing,
} from '../../check/compare/compare-outcomes.js';
import type { OutcomeSet } from '../../check/compare/outcome.js';
import { emptyResult } from '../../check/empty-result.js';
import { checkAll } from '../../check/pool/pool.js';
import type { TestResult } from '../../check/result.js';
import { comparisonJson } from '../../report/compare/compare-json.js';
import { comparisonLines } from '../../report/compare/compare-text.js';
import { colourLevel, paintAt } from '../../report/text/colour.js';
import { diagnosticLines } from '../../report/text/diagnostic-lines.js';
import { joinLines } from '../../report/text/layout.js';
import type { CommandContext } from '../context.js';
import { codeOfTest, EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { collect, pathsOf } from '../io/collect.js';
import { nameOf, readDocuments } from '../io/document.js';
import { givenModels } from '../io/given-models.js';
import { interruption } from '../io/interruption.js';
import { openOutput } from '../io/output.js';
import { readOutcomes } from '../io/read-outcomes.js';
import { columnsOf, paintOn, type Streams, say, sayLines } from '../io/streams.js';
import { settingsWith } from '../options.js';
import { version } from '../version.js';
import type { CompareOptions } from './compare.js';

/** Runs the command and gives its exit code. */
export async function runCompare(
  paths: readonly string[],
  options: CompareOptions,
  { streams }: CommandContext,
): Promise<ExitCode> {
  const models = (options.model?.length ?? 0) + (options.cat?.length ?? 0);
  if (models > 2) throw new UsageError('compare takes two models, or a model of two reports');
  const compared = await (models === 2
    ? ofModels(paths, options, streams)
    : ofFiles(paths, options, streams));
  if (typeof compared === 'number') return compared;
  const { comparison, codes, inputs } = compared;
  const output = openOutput(options.outputFile, streams, inputs);
  try {
    output.write(textOf(comparison, options, streams));
  } finally {
    output.close();
  }
  return worstCode([...codes, ...(isChanged(comparison) ? [EXIT.failed] : [])]);
}

/** What was compared; what the exit code depends on beside it; the files that must not be written over. */
interface Compared {
  readonly comparison: OutcomeComparison;
  readonly codes: readonly ExitCode[];
  readonly inputs: readonly string[];
}

function textOf(
  comparison: OutcomeComparison,
  { reporter, outputFile }: CompareOptions,
  { stdout, environment }: Streams,
): string {
  if (reporter === 'json') return comparisonJson(comparison, version());
  const terminal = outputFile === undefined && stdout.isTTY === true;
  const width = outputFile === undefined ? columnsOf(stdout) : 80;
  return joinLines(comparisonLines(comparison, width, paintAt(colourLevel({ environment, terminal }))));
}

async function ofFiles(
  paths: readonly string[],
  { model, cat }: CompareOptions,
  streams: Streams,
): Promise<Compared | ExitCode> {
  if (paths.length !== 2)
    throw new UsageError('compare takes two reports or logs; or --model with two models');
  if (cat !== undefined) throw new UsageError('--cat is for two models: expected --model too');
  const sets: OutcomeSet[] = [];
  for (const path of paths) {
    const read = readOutcomes(path, streams);
    if ('faults' in read) {
      const paint = paintOn(streams.stderr, streams.environment);
      sayLines(
        streams,
        await diagnosticLines(emptyResult(path), read.faults, columnsOf(streams.stderr), paint),
      );
      return EXIT.malformed;
    }
    sets.push(read.set);
  }
  const [old, now] = sets;
  return {
    comparison: compareOutcomes(old, now, model === undefined ? byName : onlyOn(model[0])),
    codes: [],
    inputs: paths,
  };
}

/** Pairs the models of one name alone. */
function onlyOn(name: string): Pairing {
  return (old, now) => {
    const [before, after] = [old, now].map((models) =>
      models.filter(({ model }) => model === name || model === 'herd'),
    );
    return before.length === 1 && after.length === 1 ? [[before[0], after[0]]] : [];
  };
}

async function ofModels(
  paths: readonly string[],
  options: CompareOptions,
  streams: Streams,
): Promise<Compared | ExitCode> {
  const given = await givenModels(options, streams);
  if (given === null) return EXIT.malformed;
  const settings = settingsWith(options, given);
  const names = [...(options.model ?? []), ...given.map(({ name }) => name)];
  const [one, other] = names;
  if (names.length !== 2 || one === other) throw new UsageError('compare takes two different models');
  const collection = await collect(paths);
  const documents = readDocuments(collection.files, streams.stdin);
  const jobs = documents.map((document) =>
    'source' in document
      ? { source: document.source }
      : { result: { ...emptyResult(nameOf(document)), diagnostics: [document] } },
  );
  const { listen, happened, end } = interruption();
  const results: TestResult[] = [];
  const pool = { jobs: options.jobs ?? availableParallelism(), listen };
  for await (const result of checkAll(jobs, settings, pool)) results.push(result);
  end();
  for (const reason of collection.empty) say(streams, `pinlitmus: no test found: ${reason}`);
  return {
    comparison: compareModels(results, [one, other]),
    codes: [
      ...results.map(codeOfRun),
      ...(happened() ? [EXIT.interrupted] : []),
      ...(collection.empty.length > 0 ? [EXIT.noTest] : []),
    ],
    inputs: pathsOf(collection),
  };
}

/** Whether it was run: what it expects is no matter here. */
function codeOfRun(result: TestResult): ExitCode {
  const code = codeOfTest(result);
  return code === EXIT.failed ? EXIT.expected : code;
}
