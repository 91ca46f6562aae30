/**
 * `pinlitmus step`: a walk through one test on one model. On a terminal it fills the screen; otherwise commands come a
 * line each from standard input, and what they give goes to standard output, so that a walk can be a script.
 */
import { createInterface } from 'node:readline';
import { emptyResult } from '../../check/check-source.js';
import { infoOf } from '../../check/run.js';
import { DEFAULT_SETTINGS } from '../../check/settings.js';
import { loadTest } from '../../dialects/load.js';
import { MODELS } from '../../models/index.js';
import type { Model } from '../../models/model.js';
import { addressesOf } from '../../program/spell.js';
import type { Test } from '../../program/test.js';
import { withGrace, within } from '../../query/cut-off.js';
import type { Limits } from '../../query/limits.js';
import { faultLines } from '../../report/check/not-run.js';
import { colourLevel, type Paint, paintAt } from '../../report/text/colour.js';
import { duration, listed } from '../../report/text/layout.js';
import { beginStepping } from '../../step/index.js';
import { type Diagnostic, hasErrors } from '../../text/diagnostic.js';
import { visible } from '../../text/visible.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { collect } from '../io/collect.js';
import { type Document, readDocument, STDIN } from '../io/document.js';
import { converse, type Walked } from '../io/line-protocol.js';
import { columns, print, say, sayLines } from '../io/output.js';
import { walkOnTerminal } from '../io/terminal.js';

/** Nobody waits longer for a way to be found. */
const LIMITS: Limits = { ...DEFAULT_SETTINGS.limits, milliseconds: 10_000 };

/** The options as commander hands them over. */
export interface StepOptions {
  readonly model?: string;
  readonly atomics: 'lse' | 'llsc';
  readonly seed: number;
  readonly plain?: boolean;
}

/** Runs the command and gives its exit code. */
export async function walk(path: string, options: StepOptions): Promise<ExitCode> {
  const document = await theOne(path);
  if (typeof document === 'string') {
    say(`pinlitmus: no test found: ${visible(document)}`);
    return EXIT.noTest;
  }
  const paint = paintAt(colourLevel({ environment: process.env, terminal: process.stdout.isTTY }));
  const begun = within(withGrace(LIMITS.milliseconds), () => begin(document, options, paint));
  if (begun.kind === 'over') {
    const reason = `what comes before its first step takes more than ${duration(LIMITS.milliseconds)}`;
    say(`pinlitmus: ${visible(path)}: ${reason}`);
    return EXIT.undecided;
  }
  const { walked, diagnostics } = begun.result;
  await warn(path, diagnostics);
  if (walked === null || hasErrors(diagnostics)) return EXIT.malformed;
  const isCapable = process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== 'dumb';
  const onTerminal = isCapable && !options.plain;
  if (!onTerminal) return plainly(walked);
  return walkOnTerminal(walked);
}

/** The walk, with everything that its first screen shows. */
function begin(
  document: Document | Diagnostic,
  options: StepOptions,
  paint: Paint,
): { readonly walked: Walked | null; readonly diagnostics: readonly Diagnostic[] } {
  if (!('source' in document)) return { walked: null, diagnostics: [document] };
  const { test, diagnostics } = loadTest(document.source);
  const walked = test === null ? null : walkedOf(test, options, paint);
  walked?.session.look();
  return { walked, diagnostics: [...diagnostics, ...(walked?.strays ?? [])] };
}

/** The one test that a path stands for, or why there is none. */
async function theOne(path: string): Promise<Document | Diagnostic | string> {
  if (path === STDIN) throw new UsageError('step reads commands from standard input: it takes a file');
  const { files, empty } = await collect([path]);
  const [file] = files;
  if (file === undefined) return listed(empty);
  if (files.length > 1) throw new UsageError(`step takes one test, and ${path} has ${files.length}`);
  return typeof file === 'string' ? readDocument(file) : file;
}

async function warn(path: string, diagnostics: readonly Diagnostic[]): Promise<void> {
  const { isTTY, columns: width } = process.stderr;
  const paint = paintAt(colourLevel({ environment: process.env, terminal: isTTY }));
  const lines = await faultLines(emptyResult(path), diagnostics, (isTTY && width) || 80, paint);
  sayLines(lines);
}

/** A walk at its start, and what executions do outside the objects of the test. */
export function walkedOf(
  test: Test,
  { model: name, atomics, seed }: StepOptions,
  paint: Paint,
): Walked & { readonly strays: readonly Diagnostic[] } {
  const model = modelFor(test, name);
  const begun = beginStepping(test, model, { atomics, limits: LIMITS, seed });
  if (begun === null)
    throw new UsageError(`executions of ${model.title} have no steps: there is nothing to step through`);
  const program = test.programFor(model.architecture(atomics));
  return { ...begun, test, info: infoOf(test, program, addressesOf(program)), paint };
}

/** The one asked for; else Armv8, the weakest where tests of its kind run on it, or the architecture's own. */
function modelFor(test: Test, name: string | undefined): Model {
  const wanted = name ?? (test.models.includes('armv8') ? 'armv8' : test.models.at(-1));
  const model = MODELS.find((each) => each.name === wanted);
  if (model === undefined) throw new UsageError(`there is no model '${wanted}'`);
  return model;
}

/** The line protocol. What comes behind `q` is not read. */
async function plainly(walked: Walked): Promise<ExitCode> {
  const prompt = process.stdin.isTTY ? '> ' : '';
  const input = createInterface({ input: process.stdin, terminal: false });
  const conversation = converse(walked, columns());
  print(`${conversation.next().value ?? ''}${prompt}`);
  for await (const line of input) {
    const { value, done } = conversation.next(line);
    if (done) break;
    print(`${value}${prompt}`);
  }
  input.close();
  return EXIT.expected;
}
