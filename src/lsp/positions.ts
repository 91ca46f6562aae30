/** Between offsets, which the rest of pinlitmus counts in, and the lines and characters of the protocol. */
import type { Range, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Edit } from '../language/index.js';
import type { TextRange } from '../syntax/lexer.js';
import type { Position } from '../text/source.js';

/** A range of a document. */
export function rangeOf(document: TextDocument, { start, end }: TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** The range from one place of a report to another; without an end the words from there to the end of the line. */
export function rangeBetween(document: TextDocument, start: Position, end: Position | null): Range {
  const from = { line: start.line - 1, character: start.column - 1 };
  if (end !== null) return { start: from, end: { line: end.line - 1, character: end.column - 1 } };
  const line = document.getText({ start: from, end: { line: start.line, character: 0 } });
  const words = line.trimEnd();
  const first = words.length - words.trimStart().length;
  return {
    start: { ...from, character: from.character + first },
    end: { ...from, character: from.character + words.length },
  };
}

/** Edits of a document. */
export function editsOf(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map((edit) => ({ range: rangeOf(document, edit), newText: edit.text }));
}

/** The part of a text that a range covers. */
export function textRangeOf(document: TextDocument, { start, end }: Range): TextRange {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

/** Whether two parts touch. */
export function touches(one: TextRange, other: TextRange): boolean {
  return one.start <= other.end && other.start <= one.end;
}
