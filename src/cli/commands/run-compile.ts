/** `pinlitmus compile`: one C test, on all ports beside its source or on one as a test of its own. */
import { statusOfFaults } from '../../check/unsupported.js';
import { COMPILE_TARGETS } from '../../compile/compile-target.js';
import { type CompiledTest, type CompileRefusal, compileTest } from '../../compile/compile-test.js';
import { loadTest } from '../../dialects/load.js';
import { parseTest } from '../../dialects/parse.js';
import type { Test } from '../../program/test.js';
import { compileLines } from '../../report/compile/compile-view.js';
import { colourLevel, paintAt } from '../../report/text/colour.js';
import { hanging, joinLines } from '../../report/text/layout.js';
import type { CTest } from '../../syntax/tree.js';
import type { Source } from '../../text/source.js';
import { lineOf } from '../../text/source.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { missing } from '../io/collect.js';
import { sayDiagnostics } from '../io/complaints.js';
import { readDocument } from '../io/document.js';
import { replace, targetOf } from '../io/replace.js';
import { columnsOf, print, type Streams, say } from '../io/streams.js';
import type { CompileOptions } from './compile.js';

/** Runs the command and gives its exit code. */
export async function runCompile(
  path: string,
  options: CompileOptions,
  { streams }: CommandContext,
): Promise<ExitCode> {
  const nothing = missing(path);
  if (nothing !== null) {
    say(streams, `pinlitmus: no test found: ${visible(nothing)}`);
    return EXIT.noTest;
  }
  const document = readDocument(path, streams.stdin);
  if (!('source' in document)) {
    await sayDiagnostics({ file: document.span.source.name }, [document], streams);
    return EXIT.malformed;
  }
  const { source } = document;
  const { test, diagnostics } = loadTest(source);
  if (diagnostics.length > 0) await sayDiagnostics({ file: source.name }, diagnostics, streams);
  if (test === null) return statusOfFaults(diagnostics) === 'unsupported' ? EXIT.noTest : EXIT.malformed;
  const { tree } = parseTest(source);
  if (tree?.language !== 'C') {
    say(streams, `pinlitmus: ${visible(source.name)} is in ${test.dialect}, and only C is compiled`);
    return EXIT.noTest;
  }
  return compiled(source, test, tree, options, streams);
}

function compiled(
  source: Source,
  test: Test,
  tree: CTest,
  options: CompileOptions,
  streams: Streams,
): ExitCode {
  const { port, thread, output } = options;
  const targets = COMPILE_TARGETS.filter(({ name }) => port === undefined || port.includes(name));
  if (output !== undefined && (port === undefined || targets.length !== 1))
    throw new UsageError('--output takes one port: name it with --port');
  if (thread !== undefined && thread >= tree.threads.length)
    throw new UsageError(`there is no thread P${thread}: the last one is P${tree.threads.length - 1}`);
  const results = targets.map((target) => compileTest(test, tree, target));
  const done = results.filter((each): each is CompiledTest => 'text' in each);
  const refused = results.filter((each): each is CompileRefusal => 'what' in each);
  if (output !== undefined) write(output, done.at(0) ?? null, refused, streams);
  else {
    const { stdout, environment } = streams;
    const paint = paintAt(colourLevel({ environment, terminal: stdout.isTTY === true }));
    const { name, title } = test;
    const view = { source, info: { name, title }, compiled: done, refused, thread: thread ?? null };
    print(streams, joinLines(compileLines(view, columnsOf(stdout), paint)));
  }
  return refused.length > 0 ? EXIT.noTest : EXIT.expected;
}

/** The test alone goes to the file, what is to be said of it to standard error. */
function write(
  path: string,
  test: CompiledTest | null,
  refused: readonly CompileRefusal[],
  streams: Streams,
): void {
  for (const { target, what, span } of refused)
    for (const line of hanging(
      `pinlitmus: ${target.title} has no instructions for ${what}, in line ${lineOf(span)}: nothing is written`,
      columnsOf(streams.stderr),
      2,
    ))
      say(streams, line);
  if (test === null) return;
  for (const remark of test.remarks) say(streams, `pinlitmus: ${test.target.title}, ${visible(remark)}`);
  if (path === '-') print(streams, test.text);
  else replace(targetOf(path), Buffer.from(test.text));
}
