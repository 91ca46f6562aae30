/**
 * The instruction table with its columns aligned, as herd7 prints it. Operands are tokens whose meaning is the dialect's, so
 * the author's blanks between them are kept, one for any number, but beside commas and within brackets there is none.
 */
import type { AssemblyInstruction, AssemblyLine, AssemblyThread } from '../assembly/assembly-tree.js';
import type { Token } from '../tokens.js';

/** ` P0 | P1 ;` and the rows. */
export function tableText(threads: readonly AssemblyThread[]): string {
  const columns = threads.map(({ name, lines }) => [name.text, ...lines.map(lineText)]);
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
  const height = Math.max(...columns.map(({ length }) => length));
  const rows = Array.from({ length: height }, (_, row) =>
    columns.map((cells, index) => (cells[row] ?? '').padEnd(widths[index])).join(' | '),
  );
  return rows.map((row) => ` ${row} ;`).join('\n');
}

/** `L0: LOCK INC [x]` */
function lineText({ labels, instruction }: AssemblyLine): string {
  return [
    ...labels.map(({ text }) => `${text}:`),
    ...(instruction === null ? [] : instructionWords(instruction)),
  ].join(' ');
}

function instructionWords({ prefixes, mnemonic, operands }: AssemblyInstruction): readonly string[] {
  const words = [...prefixes, mnemonic].map(({ text }) => text);
  return operands.length === 0 ? words : [...words, operandsText(operands)];
}

function operandsText(operands: readonly Token[]): string {
  return operands
    .map((token, index) => (index > 0 && parted(operands[index - 1], token) ? ' ' : '') + token.text)
    .join('');
}

function parted(before: Token, token: Token): boolean {
  if (/^[,[(]$/.test(before.text) || /^[,\])]$/.test(token.text)) return false;
  return token.span.start > before.span.end;
}
