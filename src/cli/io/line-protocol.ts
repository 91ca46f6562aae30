/** The line protocol of `pinlitmus step`: a command a line, and the text that it gives. Nothing here touches a stream. */
import type { TestInfo } from '../../check/result.js';
import type { Test } from '../../program/test.js';
import { screenLines } from '../../report/step/step-screen.js';
import { COMMANDS, LEGEND, noteText, takenLines } from '../../report/step/step-words.js';
import type { Paint } from '../../report/text/colour.js';
import { joinLines, wrapped } from '../../report/text/layout.js';
import { quote } from '../../report/text/message.js';
import type { CommandResult, StepCommand, StepSession } from '../../step/session.js';
import { screenOf, shownStep } from '../../step/to-screen.js';

/** A test that is stepped through, with what is needed to show it. */
export interface SteppedTest {
  readonly session: StepSession;
  readonly test: Test;
  readonly info: TestInfo;
  readonly paint: Paint;
}

/** What a line requests: a command of the session or of the conversation, or an unknown word. */
type Request = StepCommand | Talk;
type Talk =
  | { readonly kind: 'print' }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' };

const WORDS: readonly (readonly [string, (count: number | null) => Request])[] = [
  ['undo', () => ({ kind: 'undo' })],
  ['random', (steps) => ({ kind: 'random', steps })],
  ['witness', (steps) => ({ kind: 'witness', steps })],
  ['sc', () => ({ kind: 'sc' })],
  ['back', () => ({ kind: 'start' })],
  ['print', () => ({ kind: 'print' })],
  ['help', () => ({ kind: 'help' })],
  ['quit', () => ({ kind: 'quit' })],
];
const COUNTED: readonly string[] = ['random', 'witness'];

/** The request in a line; words may be cut short. */
function requestIn(line: string): Request {
  const [word = '', count, ...more] = line.trim().toLowerCase().split(/\s+/);
  if (word === '') return { kind: 'nothing' };
  if (more.length > 0 || (count !== undefined && !/^[1-9]\d{0,5}$/.test(count))) return { kind: 'unknown' };
  if (/^\d{1,9}$/.test(word) && count === undefined) return { kind: 'choose', index: Number(word) - 1 };
  const found = WORDS.find(([name]) => name.startsWith(word));
  if (found === undefined || (count !== undefined && !COUNTED.includes(found[0]))) return { kind: 'unknown' };
  return found[1](count === undefined ? null : Number(count));
}

/** Yields the first screen, then for each line the text that it gives; returns when asked to. */
export function* converse(stepped: SteppedTest, width: number): Generator<string, undefined, string> {
  const title = stepped.info.title === null ? [] : wrapped(stepped.info.title, width);
  let line = yield joinLines([...title, ...screen(stepped, width)]);
  for (;;) {
    const request = requestIn(line);
    if (request.kind === 'quit') return;
    line = yield joinLines(answer(stepped, request, line, width));
  }
}

function answer(
  stepped: SteppedTest,
  request: Exclude<Request, { kind: 'quit' }>,
  line: string,
  width: number,
): readonly string[] {
  switch (request.kind) {
    case 'nothing':
      return [];
    case 'unknown':
      return [`${quote(line.trim())} is no command: expected a number, u, r, w, s, b, p, q, or h for help`];
    case 'help':
      return ['', ...COMMANDS.split('\n'), '', ...LEGEND.split('\n')];
    case 'print':
      return ['', ...screen(stepped, width)];
    default: {
      const note = stepped.session.do(request);
      const said = saidOf(stepped, note, width);
      return STILL.has(note.kind) ? said : ['', ...said, '', ...screen(stepped, width)];
    }
  }
}

/** Notes after which the screen would be as it was. */
const STILL: ReadonlySet<CommandResult['kind']> = new Set([
  'no-choice',
  'at-end',
  'no-witness',
  'wild',
  'limit',
  'late',
  'keeps-sc',
]);

/** The note in words, and the steps that were taken. */
function saidOf({ session, test, info }: SteppedTest, note: CommandResult, width: number): readonly string[] {
  const step = 'step' in note ? shownStep(session, test, note.step) : null;
  const text = wrapped(noteText(note, step, session.model.title, info), width);
  const steps = session.steps.map((each, index) =>
    takenLines(index + 1, shownStep(session, test, each), width),
  );
  if (note.kind === 'departs') return [...steps.flat(), ...text];
  return 'from' in note ? [...text, ...steps.slice(note.from - 1).flat()] : text;
}

function screen({ session, test, info, paint }: SteppedTest, width: number): readonly string[] {
  return screenLines(screenOf(session, test), info, { width, height: null, paint, selected: null });
}
