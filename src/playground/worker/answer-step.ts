/**
 * An execution by hand. The page keeps the steps as numbers, so that a link has them and a worker that was ended loses nothing; the
 * session of the last answer is kept as long as the next question goes on from there.
 */

import type { TestInfo } from '../../check/result.js';
import { infoOf } from '../../check/run.js';
import { loadTest } from '../../dialects/load.js';
import { stepRefusal } from '../../engine/explore-query.js';
import { MACHINES } from '../../models/index.js';
import { addressesOf } from '../../program/spell.js';
import type { Test } from '../../program/test.js';
import { type OfferedStep, positionAfter } from '../../query/stepper.js';
import { endLines, memoryLines, threadLines, waitingLines } from '../../report/step/step-screen.js';
import { effectText, noteText, remarksOf, subject, takenLines } from '../../report/step/step-words.js';
import { diagnosticLines } from '../../report/text/diagnostic-lines.js';
import { joinLines } from '../../report/text/layout.js';
import { limitText } from '../../report/text/verdict-words.js';
import { beginStepping, machineFor } from '../../step/index.js';
import { isSame, type StepCommand, type StepSession } from '../../step/session.js';
import { screenOf, shownStep } from '../../step/to-screen.js';
import { type Diagnostic, hasErrors } from '../../text/diagnostic.js';
import type { NamedModel, PlaygroundQuestion, StepPanel, StepRefused } from '../protocol.js';
import { PAINT, settingsOf, sourceOf } from './asked.js';

/** What random steps begin with. */
const SEED = 1;

/** A session under way. */
interface Walk {
  readonly key: string;
  readonly session: StepSession;
  readonly test: Test;
  readonly info: TestInfo;
  readonly machines: readonly NamedModel[];
  /** The steps taken, by their numbers. */
  choices: readonly number[];
}

let last: Walk | null = null;

/** Goes on from the steps taken so far, or begins; `command` is what to do then. */
export async function stepPanel(
  question: PlaygroundQuestion,
  name: string | null,
  choices: readonly number[],
  command: StepCommand | null,
): Promise<StepPanel | StepRefused> {
  const key = keyOf(question, name);
  const begun = last?.key === key ? last : await beginWalk(question, name, key);
  if ('kind' in begun) return begun;
  last = begun;
  const { session } = begun;
  if (String(begun.choices) !== String(choices)) retake(session, choices);
  session.look();
  const note = command === null ? null : session.do(command);
  begun.choices = choicesOf(session);
  return executionAt(begun, note, question);
}

function keyOf({ text, atomics, seconds }: PlaygroundQuestion, name: string | null): string {
  return JSON.stringify([text, atomics, seconds, name]);
}

async function beginWalk(
  question: PlaygroundQuestion,
  name: string | null,
  key: string,
): Promise<Walk | StepRefused> {
  const { test, diagnostics } = loadTest(sourceOf(question));
  if (test === null || hasErrors(diagnostics)) return refused(question, diagnostics, [], []);
  const machines = MACHINES.filter((model) => test.models.includes(model.name));
  const named = machines.map(({ name, title }) => ({ name, title }));
  const model = machineFor(
    test,
    machines.some((each) => each.name === name) ? (name ?? undefined) : undefined,
  );
  if (model === null)
    return refused(question, diagnostics, named, ['No machine here executes tests of this dialect.']);
  const { atomics, limits } = settingsOf(question);
  const program = test.programFor(model.architecture(atomics));
  const limit = stepRefusal({ program, model });
  if (limit !== null) return refused(question, diagnostics, named, [`${model.title}: ${limitText(limit)}.`]);
  const begun = beginStepping(test, model, { atomics, limits, seed: SEED });
  if (begun === null || hasErrors(begun.strays))
    return refused(
      question,
      begun?.strays ?? [],
      named,
      begun === null ? [`${model.title} has no steps.`] : [],
    );
  const info = infoOf(test, program, addressesOf(program));
  return { key, session: begun.session, test, info, machines: named, choices: [] };
}

async function refused(
  { file, columns }: PlaygroundQuestion,
  diagnostics: readonly Diagnostic[],
  machines: readonly NamedModel[],
  lines: readonly string[],
): Promise<StepRefused> {
  const problems = await diagnosticLines({ file, crash: null }, diagnostics, columns, PAINT);
  return { kind: 'refused', report: joinLines([...problems, ...lines]), machines };
}

/** Takes steps from the start, as far as there are such. */
function retake(session: StepSession, choices: readonly number[]): void {
  session.steps = [];
  for (const index of choices) {
    const step = positionAfter(session.stepper, session.steps).offered[index];
    if (step === undefined) return;
    session.steps = [...session.steps, step];
  }
}

function choicesOf({ stepper, steps }: StepSession): readonly number[] {
  return steps.map((step, index) =>
    positionAfter(stepper, steps.slice(0, index)).offered.findIndex((each) => isSame(each, step)),
  );
}

function executionAt(
  { session, test, info, machines, choices }: Walk,
  note: ReturnType<StepSession['do']> | null,
  { columns }: PlaygroundQuestion,
): StepPanel {
  const screen = screenOf(session, test);
  const style = { width: columns, paint: PAINT };
  const { name, title } = session.model;
  const shown = (step: OfferedStep): ReturnType<typeof shownStep> => shownStep(session, test, step);
  const about = note !== null && 'step' in note ? shown(note.step) : null;
  const taken = session.steps.map(shown);
  return {
    kind: 'stepped',
    model: { name, title },
    machines,
    choices,
    note: note === null ? '' : noteText(note, about, title, info),
    memory: joinLines(memoryLines(screen.memory, columns)),
    threads: joinLines(threadLines(screen.threads, style)),
    offered: screen.offered.map((choice) => ({
      thread: choice.thread,
      line: choice.line,
      text: subject(choice),
      said: [effectText(choice), ...remarksOf(choice)].join(', '),
      hint: choice.hint,
      ahead: choice.ahead.length > 0,
    })),
    waits: joinLines(waitingLines(screen, style)),
    end: screen.end === null ? null : joinLines(endLines(screen.end, screen, info, style)),
    taken: taken.map((step, index) => takenLines(index + 1, step, Number.POSITIVE_INFINITY).join(' ')),
    line: taken.at(-1)?.line ?? null,
  };
}
