/** `pinlitmus explain`: one test at a time, in the order given; a malformed file does not keep the others from it. */
import type { Settings } from '../../check/result.js';
import { emptyExplanation, explainSource } from '../../explain/explain-source.js';
import type { ExplainResult } from '../../explain/explanation.js';
import { elapsedSince } from '../../query/elapsed.js';
import { GRAPHS } from '../../report/index.js';
import { fileSettings } from '../config/file-settings.js';
import type { CommandContext } from '../context.js';
import { codeOfExplanation, EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { collect, pathsOf } from '../io/collect.js';
import { sayDiagnostics, sayEmpty, sayRemarks, sayStack } from '../io/complaints.js';
import { type Document, nameOf, readDocuments, type Unread } from '../io/document.js';
import { givenModels } from '../io/given-models.js';
import { reportChoices } from '../io/report-choice.js';
import { openReports, type ReportTarget } from '../io/report-output.js';
import { select } from '../io/selection.js';
import { say } from '../io/streams.js';
import { settingsWith } from '../options.js';
import { version } from '../version.js';
import type { ExplainOptions } from './explain.js';

/** How many executions the page has beside the first of a model. */
const OTHERS = 3;

/** Runs the command and gives its exit code. */
export async function runExplain(
  paths: readonly string[],
  options: ExplainOptions,
  { streams, reporters }: CommandContext,
): Promise<ExitCode> {
  const given = await givenModels(options, streams);
  if (given === null) return EXIT.malformed;
  const begin = performance.now();
  const settingsOf = fileSettings(settingsWith(options, given), options.configured?.overrides);
  const collection = await collect(paths, options.configured);
  const found = readDocuments(collection.files, streams.stdin);
  const selection = await select({ documents: found, given }, options);
  const { documents } = selection;
  const isGraph = options.graph !== undefined;
  if (isGraph && documents.length > 1) throw new UsageError('--graph draws one test at a time');
  const path = options.output ?? options.outputFile;
  const target: ReportTarget<'explain'> = {
    command: 'explain',
    ...(options.graph === undefined
      ? { choices: reportChoices(options.reporter, path, reporters[0].name), entries: reporters }
      : { choices: [{ reporter: options.graph, path }], entries: GRAPHS }),
    inputs: pathsOf(collection),
  };
  const report = await openReports(target, streams);
  const results: ExplainResult[] = [];
  try {
    report.begin({ files: documents.map(nameOf), version: version() });
    for (const document of documents) {
      const result = explained(document, options, settingsOf(nameOf(document)));
      results.push(result);
      // A graph has no room for what is wrong with the test.
      if (isGraph) await sayDiagnostics(result, result.diagnostics, streams);
      await report.result(result);
      sayStack(result, streams);
    }
    const remarks = [...selection.remarks, ...selection.shardRemarks];
    await report.end({ milliseconds: elapsedSince(begin), remarks });
    sayRemarks(remarks, streams);
    if (isGraph && report.isEmpty && results.some(({ explanation }) => explanation !== null))
      say(streams, 'pinlitmus: there is nothing to draw: see the text without --graph');
  } finally {
    report.close();
  }
  const codes = results.map(codeOfExplanation);
  return worstCode(sayEmpty(collection, selection, streams) ? [...codes, EXIT.noTest] : codes);
}

function explained(
  document: Document | Unread,
  { state, graph }: ExplainOptions,
  settings: Settings,
): ExplainResult {
  if (!('source' in document)) return { ...emptyExplanation(nameOf(document)), diagnostics: [document] };
  const asked = state === undefined ? null : { name: '--state', text: state };
  return explainSource(document.source, settings, asked, graph === 'html' ? OTHERS : 0);
}
