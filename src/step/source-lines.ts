/** A thread's program as a walk shows it: a line for each line of the source that does something. */

import type { Instruction, Thread } from '../program/program.js';
import type { Language } from '../program/test.js';
import { oneLine } from '../text/one-line.js';
import { lineOf, positionAt, type Span, textOf } from '../text/source.js';

/** A line of a thread's program, with the instructions that it stands for. */
export interface SourceLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Indices of instructions in the thread's code as written. */
  readonly spans: readonly Span[];
}

/** Where a thread and its body begin on one line, or several statements do, only parts of the line are shown. */
const HEADER = /^\s*P\d+\s*\(/;

/** The lines of a thread in program order. In C a line is shown whole; assembly has all threads on each line. */
export function sourceLines(thread: Thread, language: Language): readonly SourceLine[] {
  const lines = new Map<number, Span[]>();
  for (const { kind, span } of thread.code) {
    if (kind === 'jump') continue;
    const spans = lines.get(lineOf(span)) ?? [];
    if (!spans.some((each) => each.start === span.start && each.end === span.end)) spans.push(span);
    lines.set(lineOf(span), spans);
  }
  return [...lines].flatMap(([line, spans]): readonly SourceLine[] => {
    const whole = wholeLine(spans[0], line);
    const [outer, ...inner] = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
    const nested = inner.every((each) => each.end <= outer.end);
    if (language === 'C' && !HEADER.test(whole) && !isMultiLine(outer) && statements(whole) <= 1)
      return [{ line, text: tidy(whole), spans }];
    if (nested) return [{ line, text: textOf(outer), spans }];
    return spans.map((span) => ({ line, text: textOf(span), spans: [span] }));
  });
}

function wholeLine({ source }: Span, line: number): string {
  return source.text.split('\n')[line - 1] ?? '';
}

function isMultiLine(span: Span): boolean {
  return positionAt(span.source, span.end).line > lineOf(span);
}

function statements(line: string): number {
  return line.split(';').filter((part) => part.trim() !== '').length;
}

/** The line without its comment, end of statement or opening brace. */
function tidy(line: string): string {
  return oneLine(line.replace(/\/\*.*?\*\/|\/\/.*$/g, ''))
    .replace(/ ?[;{]$/, '')
    .replace(/^\} /, '');
}

/** Whether an instruction comes from a part of the source. */
export function isFrom({ span }: Pick<Instruction, 'span'>, spans: readonly Span[]): boolean {
  return spans.some((each) => each.start === span.start && each.end === span.end);
}
