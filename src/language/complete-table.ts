/** What may stand in the table of an assembly test: instructions where a cell begins, behind one registers, labels and locations. */
import type { AssemblyDialect } from '../dialects/dialect.js';
import { type Completion, wordCompletion } from './completion.js';
import { cellsOf, isAssemblyBarrier, namesOfAssembly } from './mark-assembly.js';
import { marksOf } from './marks.js';
import type { Region, TextOutline } from './outline.js';

/** What may stand at an offset of the table. */
export function completionsInTable(
  outline: TextOutline,
  dialect: AssemblyDialect,
  region: Region,
  offset: number,
): readonly Completion[] {
  const { tokens } = outline;
  const cell = cellsOf(tokens, region).findLast(
    ({ from }) => from === 0 || tokens[from - 1].span.end <= offset,
  );
  const mnemonic = cell?.mnemonic ?? null;
  const isBehind = mnemonic !== null && tokens[mnemonic].span.end < offset;
  return cell === undefined || !isBehind
    ? instructions(outline, dialect)
    : operands(outline, dialect, cell.column);
}

/** In the case in which the table has its instructions. */
function instructions(outline: TextOutline, dialect: AssemblyDialect): readonly Completion[] {
  const written = marksOf(outline).filter(({ kind }) => kind === 'instruction' || kind === 'barrier');
  const lower = written.length > 0 && written.every(({ name }) => name === name.toLowerCase());
  const upper = written.length > 0 && !lower && written.every(({ name }) => name === name.toUpperCase());
  const { offered, mnemonics } = dialect.instructions;
  return (offered ?? mnemonics).map((name) => {
    const text = lower ? name.toLowerCase() : upper ? name.toUpperCase() : name;
    return wordCompletion(text, isAssemblyBarrier(dialect, name) ? 'barrier' : 'instruction');
  });
}

/** Registers that the thread has already come first. */
function operands(outline: TextOutline, dialect: AssemblyDialect, column: number): readonly Completion[] {
  const { locations, columns } = namesOfAssembly(outline);
  const { text } = outline.source;
  const used = marksOf(outline)
    .filter(({ kind, scope }) => kind === 'register' && scope === `P${column}`)
    .map(({ start, end }) => text.slice(start, end));
  return [
    ...used.map((name) => wordCompletion(name, 'register', `used in P${column}`)),
    ...[...(columns[column]?.labels ?? [])].map((name) => wordCompletion(name, 'label')),
    ...dialect.instructions.registers.map((name) => wordCompletion(name, 'register')),
    ...[...locations].map((name) => wordCompletion(name, 'location')),
  ];
}
