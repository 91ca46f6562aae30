/** What a command reads from and writes to: the streams of the process, or those that a caller puts in their place. */
import { readFileSync } from 'node:fs';
import { colourLevel, type Paint, paintAt, type UrlOf } from '../../report/text/colour.js';
import { hanging, joinLines, widthOf } from '../../report/text/layout.js';
import { visibleOutput } from '../../text/visible.js';

/** Standard input. */
export interface InputStream {
  /** Whether a person types there. */
  readonly isTTY?: boolean;
  /** Everything that comes, read at once. */
  readonly bytes: () => Buffer;
  /** What comes, line by line. */
  readonly lines: () => AsyncIterable<string>;
  /** Calls back for each key that is pressed, as long as nothing else reads; gives what ends that. */
  readonly keys?: (press: (key: KeyPress) => void) => Promise<() => void>;
  /** Asks for a line; null where there is no answer. */
  readonly ask?: (question: string) => Promise<string | null>;
}

/** A key: `a`, `return`, with Control or without. */
export interface KeyPress {
  readonly name: string;
  readonly ctrl: boolean;
}

/** Standard output, or standard error. */
export interface OutputStream {
  /** Whether a person looks at it. */
  readonly isTTY?: boolean;
  /** The columns of the terminal, where there is one. */
  readonly columns?: number;
  /** Its lines. */
  readonly rows?: number;
  write(text: string): unknown;
}

/** The streams of a command, and the environment variables that it obeys. */
export interface Streams {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The streams of the process. Node opens each of them when it is first looked at, which costs time. */
export function processStreams(): Streams {
  return {
    stdin: {
      get isTTY() {
        return process.stdin.isTTY;
      },
      bytes: () => readFileSync(0),
      lines: processLines,
      keys: processKeys,
      ask: processAnswer,
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    environment: process.env,
  };
}

async function* processLines(): AsyncGenerator<string> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    yield* lines;
  } finally {
    lines.close();
  }
}

/** Keys come as they are pressed, and the terminal does nothing by itself: not even end or stop the process. */
async function processKeys(press: (key: KeyPress) => void): Promise<() => void> {
  const { emitKeypressEvents } = await import('node:readline');
  const { stdin } = process;
  const pressed = (
    text: string | undefined,
    { name = text ?? '', ctrl = false }: Partial<KeyPress>,
  ): void => {
    if (ctrl && name === 'z') suspend();
    else press({ name, ctrl });
  };
  // The terminal is gone.
  const ended = (): void => press({ name: 'q', ctrl: false });
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on('keypress', pressed).once('end', ended).once('error', ended).resume();
  return () => {
    stdin.off('keypress', pressed).off('end', ended).off('error', ended).pause();
    stdin.setRawMode(false);
  };
}

/** Gives the terminal to the shell as it was, until the process goes on. */
function suspend(): void {
  const { stdin } = process;
  stdin.setRawMode(false);
  process.once('SIGCONT', () => stdin.setRawMode(true));
  process.kill(process.pid, 'SIGTSTP');
}

async function processAnswer(question: string): Promise<string | null> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    lines.once('close', () => resolve(null)).once('SIGINT', () => lines.close());
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}

/** Standard input and output as they are, for a protocol that has its own use for every byte. */
export function processPipes(): { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream } {
  return { input: process.stdin, output: process.stdout };
}

/** Calls back when the process ends, whoever ends it. */
export function onExit(act: () => void): void {
  process.once('exit', act);
}

/** What a library prints that knows no other place for its text. */
export function captured(work: () => void): string {
  const { log } = console;
  const lines: string[] = [];
  console.log = (line: string) => lines.push(line);
  try {
    work();
  } finally {
    console.log = log;
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Prints text on standard output. */
export function print({ stdout }: Streams, text: string): void {
  stdout.write(visibleOutput(text));
}

/** Prints a line on standard error; a text of several lines is as many. What is wider than a terminal is broken into lines there. */
export function say({ stderr }: Streams, text: string): void {
  const width = diagnosticColumnsOf(stderr);
  const isWhole = (line: string): boolean => line.includes('\u001b') || widthOf(line) <= width;
  const lines = visibleOutput(text).split('\n');
  stderr.write(
    lines
      .flatMap((line) => (isWhole(line) ? [line] : hanging(line, width, 2)))
      .map((line) => `${line}\n`)
      .join(''),
  );
}

/** Prints lines on standard error. */
export function sayLines({ stderr }: Streams, lines: readonly string[]): void {
  stderr.write(visibleOutput(joinLines(lines)));
}

/** The columns that text on a stream may take: those of its terminal, or 80 where there is none. */
export function columnsOf({ isTTY, columns }: OutputStream): number {
  return (isTTY && columns) || 80;
}

/** The columns that a line of a diagnostic may take there: it is broken on a terminal alone. */
export function diagnosticColumnsOf(stream: OutputStream): number {
  return stream.isTTY === true ? columnsOf(stream) : Number.POSITIVE_INFINITY;
}

/** What loads the links of codes, for a stream that a person looks at. */
export function linksOn({ isTTY }: OutputStream, isShown = true): (() => Promise<UrlOf>) | undefined {
  if (isTTY !== true || !isShown) return undefined;
  return async () => (await import('../manual/code-links.js')).codeLinks();
}

/** What paints on a stream. */
export function paintOn(stream: OutputStream, environment: Streams['environment']): Paint {
  return paintAt(colourLevel({ environment, terminal: stream.isTTY === true }), linksOn(stream));
}
