/**
 * `pinlitmus step` on a terminal. The library reads keys, draws, and puts the terminal back into its mode however the
 * command ends; to the library the whole is a prompt that fills the screen. What is drawn is made in report.
 */
import { setImmediate } from 'node:timers/promises';
import { createPrompt, useEffect, useKeypress, useRef, useState } from '@inquirer/core';
import { noteText, SEARCHING, takenLines } from '../../report/step/step-words.js';
import { type Page, pageLines, type Size, terminalLines } from '../../report/step/terminal-screen.js';
import type { StepCommand } from '../../step/session.js';
import { screenOf, shownStep } from '../../step/to-screen.js';
import { visibleOutput } from '../../text/visible.js';
import { EXIT, type ExitCode, SIGNALLED } from '../exit.js';
import type { SteppedTest } from './line-protocol.js';

/** What the prompt is given: the test, and the terminal's size now and when it changes. */
export interface Stage {
  readonly stepped: () => SteppedTest;
  readonly size: () => Size;
  /** Calls back after each change; gives what ends that. */
  readonly onResize: (changed: () => void) => () => void;
  /** Stops for the shell, as Ctrl-Z asks; calls back when it goes on. */
  readonly suspend: (changed: () => void) => void;
}

/** The state of the view that keys change, apart from the session. */
interface View {
  readonly selected: number;
  readonly said: string;
  /** The page that is shown in the screen's place, and its first line. */
  readonly page: Page | null;
  readonly top: number;
}

const HIDE_CURSOR = '\u001b[?25l';
const COMMANDS: Readonly<Record<string, StepCommand>> = {
  u: { kind: 'undo' },
  backspace: { kind: 'undo' },
  r: { kind: 'random', steps: null },
  w: { kind: 'witness', steps: null },
  n: { kind: 'witness', steps: 1 },
  s: { kind: 'sc' },
  b: { kind: 'start' },
};
const PAGES: Readonly<Record<string, Page>> = { h: 'help', t: 'threads', y: 'waiting', p: 'past' };

/** The prompt; it is answered when the reader quits, or with what went wrong. */
export const stepPrompt = createPrompt<unknown, Stage>((stage, done) => {
  const { session, test, info, paint } = stage.stepped();
  const [view, setView] = useState<View>({ selected: 0, said: '', page: null, top: 0 });
  const [, setResized] = useState(0);
  const resizes = useRef(0);
  useEffect((readline) => {
    const changed = (): void => {
      resizes.current += 1;
      setResized(resizes.current);
    };
    const suspend = (): void => stage.suspend(changed);
    readline.on('SIGTSTP', suspend);
    const end = stage.onResize(changed);
    return () => {
      end();
      readline.removeListener('SIGTSTP', suspend);
    };
  }, []);
  const { width, height } = stage.size();
  const screen = screenOf(session, test);
  const past = session.steps.flatMap((choice, index) =>
    takenLines(index + 1, shownStep(session, test, choice), width),
  );
  const shown = { screen, info, past, said: view.said, selected: view.selected };
  const size = { width, height };
  const { lines, top } =
    view.page === null
      ? { lines: terminalLines(shown, size, paint), top: 0 }
      : pageLines(view.page, shown, view.top, size, paint);
  const obey = async (command: StepCommand): Promise<void> => {
    if (WITNESSED.has(command.kind) && !session.hasSearched) {
      setView({ ...view, said: SEARCHING });
      await setImmediate();
    }
    setView(after(stage.stepped(), command));
  };
  useKeypress((key, readline) => {
    readline.clearLine(0);
    if (key.ctrl) return;
    const command = view.page === null ? commandOf(key.name, view.selected) : null;
    if (key.name === 'q') done(null);
    else if (command === null) setView(looking({ ...view, top }, key.name, screen.offered.length));
    else obey(command).catch(done);
  });
  return visibleOutput(lines.join('\n')) + HIDE_CURSOR;
});

/** Commands that need the witness, which may take seconds to find. */
const WITNESSED: ReadonlySet<StepCommand['kind']> = new Set(['witness', 'sc']);

/** The view after a key that only changes what is looked at. */
function looking(view: View, name: string, choices: number): View {
  const down = name === 'down' || name === 'j' ? 1 : name === 'up' || name === 'k' ? -1 : 0;
  if (view.page !== null)
    return down === 0 ? { ...view, page: null, top: 0 } : { ...view, top: Math.max(view.top + down, 0) };
  if (down !== 0) {
    const last = Math.max(choices - 1, 0);
    return { ...view, selected: Math.min(Math.max(view.selected + down, 0), last) };
  }
  return { ...view, page: PAGES[name] ?? null };
}

/** The view after a command, which the session obeys. */
function after({ session, test, info }: SteppedTest, command: StepCommand): View {
  const note = session.do(command);
  const step = 'step' in note ? shownStep(session, test, note.step) : null;
  const said = noteText(note, step, session.model.title, info);
  // The cursor goes to the step along the witness, where that is known.
  const hinted = screenOf(session, test).offered.findIndex(({ hint }) => hint);
  return { selected: Math.max(hinted, 0), said, page: null, top: 0 };
}

function commandOf(name: string, selected: number): StepCommand | null {
  if (name === 'enter' || name === 'return') return { kind: 'choose', index: selected };
  if (/^[1-9]$/.test(name)) return { kind: 'choose', index: Number(name) - 1 };
  return COMMANDS[name] ?? null;
}

const ENTER = '\u001b[?1049h\u001b[2J\u001b[H';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const CLEAR = '\u001b[2J\u001b[H';

/** Steps through the test on the alternate screen of the terminal, and brings back the usual one. */
export async function stepOnTerminal(stepped: SteppedTest): Promise<ExitCode> {
  const { stdout } = process;
  const leave = (): void => void stdout.write(LEAVE);
  const terminate = (): never => {
    leave();
    process.exit(SIGNALLED.terminate);
  };
  process.once('SIGTERM', terminate);
  stdout.write(ENTER);
  try {
    const wrong = await stepPrompt({ stepped: () => stepped, size, onResize, suspend });
    if (wrong !== null) throw wrong;
    return EXIT.expected;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') return EXIT.interrupted;
    throw error;
  } finally {
    process.off('SIGTERM', terminate);
    leave();
  }
}

function size(): Size {
  return { width: process.stdout.columns || 80, height: process.stdout.rows || 24 };
}

/** The terminal may have broken lines anew, so all is drawn again. */
function onResize(changed: () => void): () => void {
  const resized = (): void => {
    process.stdout.write(CLEAR);
    changed();
  };
  process.stdout.on('resize', resized);
  return () => void process.stdout.off('resize', resized);
}

/** Gives the terminal to the shell as it was, and takes it back. */
function suspend(changed: () => void): void {
  const { stdin, stdout } = process;
  stdin.setRawMode(false);
  stdout.write(LEAVE);
  process.once('SIGCONT', () => {
    stdin.setRawMode(true);
    stdout.write(ENTER);
    changed();
  });
  process.kill(process.pid, 'SIGTSTP');
}
