/**
 * `pinlitmus step`: one test on one model, a step at a time. On a terminal it fills the screen; otherwise commands come a
 * line each from standard input, and what they give goes to standard output, so that they can be a script.
 */
import { infoOf } from '../../check/run.js';
import { DEFAULT_SETTINGS } from '../../check/settings.js';
import { loadTest } from '../../dialects/load.js';
import { stepRefusal } from '../../engine/explore-query.js';
import type { Model } from '../../models/model.js';
import { addressesOf } from '../../program/spell.js';
import type { Test } from '../../program/test.js';
import { withGrace, within } from '../../query/cut-off.js';
import type { Limit, Limits } from '../../query/limits.js';
import type { Paint } from '../../report/text/colour.js';
import { duration, listed } from '../../report/text/layout.js';
import { limitText } from '../../report/text/verdict-words.js';
import { beginStepping, machineFor } from '../../step/index.js';
import { type Diagnostic, hasErrors } from '../../text/diagnostic.js';
import { visible } from '../../text/visible.js';
import { fileSettings } from '../config/file-settings.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { collect } from '../io/collect.js';
import { sayDiagnostics } from '../io/complaints.js';
import { type Document, nameOf, readDocument, STDIN } from '../io/document.js';
import { converse, type SteppedTest } from '../io/line-protocol.js';
import { columnsOf, paintOn, print, type Streams, say } from '../io/streams.js';
import { stepOnTerminal } from '../io/terminal.js';
import type { StepOptions } from './step.js';

/** A person at the terminal waits no longer for a search. */
const LIMITS: Limits = { ...DEFAULT_SETTINGS.limits, milliseconds: 10_000 };

/** Runs the command and gives its exit code. */
export async function runStep(
  path: string,
  options: StepOptions,
  { streams }: CommandContext,
): Promise<ExitCode> {
  const document = await theOne(path, options, streams);
  if (typeof document === 'string') {
    say(streams, `pinlitmus: no test found: ${visible(document)}`);
    return EXIT.noTest;
  }
  const { stdin, stdout, environment } = streams;
  const paint = paintOn(stdout, environment);
  const settingsOf = fileSettings(
    { ...DEFAULT_SETTINGS, atomics: options.atomics },
    options.configured?.overrides,
  );
  const { atomics } = settingsOf(nameOf(document));
  const begun = within(withGrace(LIMITS.milliseconds), () => begin(document, { ...options, atomics }, paint));
  if (begun.kind === 'over') {
    const reason = `what comes before its first step takes more than ${duration(LIMITS.milliseconds)}`;
    say(streams, `pinlitmus: ${visible(path)}: ${reason}`);
    return EXIT.undecided;
  }
  const { stepped, diagnostics, limit } = begun.result;
  await sayDiagnostics({ file: path }, diagnostics, streams);
  if (limit !== null && !hasErrors(diagnostics)) {
    say(streams, `pinlitmus: ${visible(path)}: ${limitText(limit)}`);
    return EXIT.undecided;
  }
  if (stepped === null || hasErrors(diagnostics)) return EXIT.malformed;
  const isCapable = stdin.isTTY && stdout.isTTY && environment.TERM !== 'dumb';
  const onTerminal = isCapable && !options.plain;
  if (!onTerminal) return plainly(stepped, streams);
  return stepOnTerminal(stepped);
}

/** A test before its first step, or what keeps it from having one. */
interface Beginning {
  readonly stepped: SteppedTest | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Why the model cannot execute the test. */
  readonly limit: Limit | null;
}

/** The test before its first step, with everything that the first screen shows. */
function begin(document: Document | Diagnostic, options: StepOptions, paint: Paint): Beginning {
  if (!('source' in document)) return { stepped: null, diagnostics: [document], limit: null };
  const { test, diagnostics } = loadTest(document.source);
  if (test === null) return { stepped: null, diagnostics, limit: null };
  const model = steppedModel(test, options.model);
  const limit = stepRefusal({ program: test.programFor(model.architecture(options.atomics)), model });
  if (limit !== null) return { stepped: null, diagnostics, limit };
  const stepped = steppedTest(test, options, paint);
  stepped.session.look();
  return { stepped, diagnostics: [...diagnostics, ...stepped.strays], limit };
}

/** The one test that a path stands for, or why there is none. */
async function theOne(
  path: string,
  { configured }: StepOptions,
  { stdin }: Streams,
): Promise<Document | Diagnostic | string> {
  if (path === STDIN) throw new UsageError('step reads commands from standard input: it takes a file');
  const { files, empty } = await collect([path], configured);
  const [file] = files;
  if (file === undefined) return listed(empty);
  if (files.length > 1) throw new UsageError(`step takes one test, and ${path} has ${files.length}`);
  return typeof file === 'string' ? readDocument(file, stdin) : file;
}

/** A test before its first step, and what executions do outside its objects. */
export function steppedTest(
  test: Test,
  { model: name, atomics, seed }: StepOptions,
  paint: Paint,
): SteppedTest & { readonly strays: readonly Diagnostic[] } {
  const model = steppedModel(test, name);
  const begun = beginStepping(test, model, { atomics, limits: LIMITS, seed });
  if (begun === null)
    throw new UsageError(`executions of ${model.title} have no steps: there is nothing to step through`);
  const program = test.programFor(model.architecture(atomics));
  return { ...begun, test, info: infoOf(test, program, addressesOf(program)), paint };
}

function steppedModel(test: Test, name: string | undefined): Model {
  const model = machineFor(test, name);
  if (model === null) throw new UsageError(`there is no model '${name}'`);
  return model;
}

/** The line protocol. What comes behind `q` is not read. */
async function plainly(stepped: SteppedTest, streams: Streams): Promise<ExitCode> {
  const { stdin, stdout } = streams;
  const prompt = stdin.isTTY ? '> ' : '';
  const conversation = converse(stepped, columnsOf(stdout));
  print(streams, `${conversation.next().value ?? ''}${prompt}`);
  for await (const line of stdin.lines()) {
    const { value, done } = conversation.next(line);
    if (done) break;
    print(streams, `${value}${prompt}`);
  }
  return EXIT.expected;
}
