/** The sites of an assembly test, and edits of its table that leave the columns where they are. */

import type {
  OrderingInstructions,
  WeakerSpellings,
  WrittenInstruction,
} from '../../dialects/ordering-instructions.js';
import type {
  AssemblyInstruction,
  AssemblyTest,
  AssemblyThread,
} from '../../syntax/assembly/assembly-tree.js';
import { invariant } from '../../text/invariant.js';
import { textOf } from '../../text/source.js';
import { type Edit, insert, lineEnd, lineStart, newlineOf, replace } from '../edit.js';
import type { Site } from '../site.js';

/** The sites of an assembly test, in the order of the text. */
export function sitesOfAssembly({ threads }: AssemblyTest, orderings: OrderingInstructions): readonly Site[] {
  const sites = threads.flatMap(({ name, lines }) =>
    lines.flatMap(({ instruction }) =>
      instruction === null ? [] : (siteOf(orderings, instruction, name.text) ?? []),
    ),
  );
  return sites.sort((a, b) => a.span.start - b.span.start);
}

function siteOf(
  orderings: OrderingInstructions,
  instruction: AssemblyInstruction,
  within: string,
): Site | null {
  const weakened = orderings.weaker(writtenOf(instruction));
  if (weakened === null) return null;
  const text = textOf(instruction.span);
  return {
    kind: weakened.kind,
    span: instruction.span,
    text,
    short: briefOf(text, weakened.kind),
    locked: writtenOf(instruction).locked,
    within,
    weaker: weakened.weaker.map(({ text: spelling, level, bare }) => {
      const written = inCaseOf(instruction, spelling, weakened.kind);
      const label = written === '' ? 'nothing' : briefOf(written, weakened.kind);
      return { label, brief: label, edits: [rewritten(instruction, written)], level, bare };
    }),
  };
}

type Kind = WeakerSpellings['kind'];

/** What tells an instruction from others of its kind: of an access the mnemonic, of a barrier the operands as well. */
function briefOf(text: string, kind: Kind): string {
  return kind === 'barrier' ? text : text.split(' ')[0];
}

/** An instruction as the tables read it. */
export function writtenOf(instruction: AssemblyInstruction): WrittenInstruction {
  const { mnemonic, prefixes, span } = instruction;
  return {
    mnemonic: mnemonic.text.toUpperCase(),
    operands: span.source.text.slice(mnemonic.span.end, span.end).trim(),
    locked: prefixes.some(({ text }) => /^lock$/i.test(text)),
  };
}

/** A spelling in capitals or not, as the instruction's mnemonic is. The operands of an access stay as they are written. */
export function inCaseOf({ mnemonic }: AssemblyInstruction, spelling: string, kind: Kind): string {
  if (mnemonic.text !== mnemonic.text.toLowerCase()) return spelling;
  if (kind === 'barrier') return spelling.toLowerCase();
  return spelling.replace(/^\S+/, (word) => word.toLowerCase());
}

/** Replaces an instruction by a text of the same width, and removes a row in which nothing is left. */
export function rewritten({ span }: AssemblyInstruction, spelling: string): Edit {
  const { text } = span.source;
  const padded = spelling.padEnd(span.end - span.start);
  const line = { start: lineStart(text, span.start), end: lineEnd(text, span.end) };
  const rest = text.slice(line.start, span.start) + text.slice(span.end, line.end);
  if (spelling === '' && /^[\s|]*;\s*$/.test(rest)) return replace(line, '');
  const room = /^ */.exec(text.slice(span.end))?.[0].length ?? 0;
  const longer = Math.min(Math.max(0, spelling.length - (span.end - span.start)), Math.max(0, room - 1));
  return replace({ start: span.start, end: span.end + longer }, padded);
}

/** A new row right above the instruction's, with one cell that is not blank. */
export function rowAbove(
  threads: readonly AssemblyThread[],
  thread: number,
  below: AssemblyInstruction,
  spelling: string,
): Edit {
  const { text } = below.span.source;
  const head = threads[0].name.span.start;
  const line = text.slice(lineStart(text, head), lineEnd(text, head));
  const widths = line
    .slice(0, line.indexOf(';'))
    .split('|')
    .map((cell) => cell.length);
  invariant(widths.length === threads.length, 'a table has a head for every thread');
  const cells = widths.map((width, index) => (index === thread ? ` ${spelling} ` : '').padEnd(width));
  return insert(lineStart(text, below.span.start), `${cells.join('|')};${newlineOf(text)}`);
}

const ROW = /^[^|;]*(?:\|[^|;]*)+;\r?\n$/;

/** New rows at one place as one row, where they have their cells in different columns. */
export function inOneRow(edits: readonly Edit[]): readonly Edit[] {
  const merged: Edit[] = [];
  for (const edit of edits) {
    const index = merged.findIndex((each) => each.start === edit.start && canShare(each, edit));
    if (index === -1) merged.push(edit);
    else merged[index] = { ...edit, text: overlaid(merged[index].text, edit.text) };
  }
  return merged;
}

function canShare(a: Edit, b: Edit): boolean {
  if (a.end !== a.start || b.end !== b.start || !ROW.test(a.text) || !ROW.test(b.text)) return false;
  const cells = b.text.split('|');
  return (
    a.text.length === b.text.length &&
    a.text.split('|').every((cell, column) => isBlank(cell) || isBlank(cells[column]))
  );
}

function isBlank(cell: string): boolean {
  return cell.replace(/;\r?\n$/, '').trim() === '';
}

function overlaid(a: string, b: string): string {
  return Array.from(a, (character, at) => (character === ' ' ? b[at] : character)).join('');
}
