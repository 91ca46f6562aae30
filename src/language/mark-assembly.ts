/** What each token of an assembly test is: by its place in the table, and by what the dialect says are registers and instructions. */
import type { AssemblyDialect } from '../dialects/dialect.js';
import { TYPES } from '../kernel/c-type.js';
import { ASSEMBLY_QUESTION_WORDS } from '../syntax/assembly/parse-assembly.js';
import { isTypeWord } from '../syntax/parse-type.js';
import { type Token, threadNumber } from '../syntax/tokens.js';
import { type MarkKind, plainMark, type TextMark } from './mark.js';
import { plain, threadOf } from './mark-c.js';
import type { Region, TextOutline } from './outline.js';

/** A column of the table. */
interface Column {
  readonly labels: ReadonlySet<string>;
}

/** The names of an assembly test. */
interface NamesOfAssembly {
  readonly locations: ReadonlySet<string>;
  readonly columns: readonly Column[];
}

/** What a text has of names. */
export function namesOfAssembly({ tokens, regions, dialect }: TextOutline): NamesOfAssembly {
  if (dialect?.language !== 'assembly') return { locations: new Set(), columns: [] };
  const outer = regions.filter(({ kind }) => kind !== 'table');
  const table = regions.find(({ kind }) => kind === 'table');
  return {
    locations: new Set(outer.flatMap((region) => locationsIn(tokens, region, dialect))),
    columns: table === undefined ? [] : columnsOf(tokens, table),
  };
}

/** The names of a region that are of no thread and no words. */
function locationsIn(
  tokens: readonly Token[],
  { kind, from, to }: Region,
  dialect: AssemblyDialect,
): readonly string[] {
  const isLocation = ({ kind: what, text }: Token, at: number): boolean =>
    what === 'name' &&
    !isWord(text) &&
    ![tokens[at - 1]?.text, tokens[at + 1]?.text].includes(':') &&
    !(kind === 'question' && registerIn(dialect, text) !== null);
  return tokens
    .slice(from, to)
    .filter((token, index) => isLocation(token, from + index))
    .map(({ text }) => text);
}

function columnsOf(tokens: readonly Token[], table: Region): readonly Column[] {
  const cells = cellsOf(tokens, table);
  const count = Math.max(0, ...cells.map(({ column }) => column + 1));
  return Array.from({ length: count }, (_, number) => ({
    labels: new Set(
      cells
        .filter(({ column }) => column === number)
        .flatMap(({ labels }) => labels.map((at) => tokens[at].text)),
    ),
  }));
}

/** The marks of the code. */
export function marksOfAssembly(
  { tokens, regions }: TextOutline,
  names: NamesOfAssembly,
  dialect: AssemblyDialect,
): readonly TextMark[] {
  return regions.flatMap((region) =>
    region.kind === 'table'
      ? inTable(tokens, region, names, dialect)
      : outside(tokens, region, names, dialect),
  );
}

/** A cell of the table: tokens `[from, to)`, with the indices of its labels and of its mnemonic. */
interface Cell {
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly labels: readonly number[];
  readonly mnemonic: number | null;
}

/** The cells of a table, its head left out, as the parser takes them apart (parse-table.ts). */
export function cellsOf(tokens: readonly Token[], { from, to }: Region): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let start = headEnd(tokens, from, to);
  for (let at = start; at <= to; at += 1) {
    const token = tokens[at];
    const isEnd = at === to || token.text === '|' || token.text === ';' || (token.opensLine && at > start);
    if (!isEnd) continue;
    // `lock;` belongs to the instruction behind it.
    if (at < to && token.text === ';' && /^lock$/i.test(tokens[at - 1].text) && !tokens[at + 1].opensLine)
      continue;
    cells.push(cellOf(tokens, column, start, at));
    const isSign = at < to && (token.text === '|' || token.text === ';');
    column = at < to && token.text === '|' ? column + 1 : 0;
    start = isSign ? at + 1 : at;
  }
  return cells;
}

function headEnd(tokens: readonly Token[], from: number, to: number): number {
  let at = from;
  while (at < to && tokens[at].text !== ';' && (at === from || !tokens[at].opensLine)) at += 1;
  return at < to && tokens[at].text === ';' ? at + 1 : at;
}

function cellOf(tokens: readonly Token[], column: number, from: number, to: number): Cell {
  const labels: number[] = [];
  let at = from;
  while (at + 1 < to && tokens[at + 1].text === ':') {
    labels.push(at);
    at += 2;
  }
  while (at < to - 1 && /^lock$/i.test(tokens[at].text)) at += tokens[at + 1].text === ';' ? 2 : 1;
  return { column, from, to, labels, mnemonic: at < to && tokens[at].kind === 'name' ? at : null };
}

function inTable(
  tokens: readonly Token[],
  region: Region,
  names: NamesOfAssembly,
  dialect: AssemblyDialect,
): readonly TextMark[] {
  const marks: TextMark[] = [];
  const end = headEnd(tokens, region.from, region.to);
  for (let at = region.from; at < end; at += 1) {
    const token = tokens[at];
    if (threadNumber(token.text) !== null) marks.push(named('thread', token, token.text, '', true));
    else marks.push(...[plain(token)].filter((mark) => mark !== null));
  }
  for (const cell of cellsOf(tokens, region)) {
    for (let at = cell.from; at < cell.to; at += 1)
      marks.push(...inCell(tokens[at], at, cell, names, dialect));
  }
  return marks;
}

function inCell(
  token: Token,
  at: number,
  { column, labels, mnemonic }: Cell,
  { columns, locations }: NamesOfAssembly,
  dialect: AssemblyDialect,
): readonly TextMark[] {
  const thread = `P${column}`;
  const { text, span, kind } = token;
  if (labels.includes(at)) return [named('label', token, text, thread, true)];
  if (kind !== 'name') return [plain(token)].filter((mark) => mark !== null);
  if (mnemonic !== null && at < mnemonic) return [plainMark('keyword', span, text)];
  if (at === mnemonic)
    return [plainMark(isAssemblyBarrier(dialect, text) ? 'barrier' : 'instruction', span, text)];
  const register = registerIn(dialect, text);
  if (register !== null) return [named('register', token, register, thread)];
  const holder = columns[column]?.labels.has(text)
    ? column
    : columns.findIndex((each) => each.labels.has(text));
  if (holder !== -1) return [named('label', token, text, `P${holder}`)];
  if (locations.has(text)) return [named('location', token, text, '')];
  // A condition code, a shift, the domain of a barrier.
  return [plainMark('keyword', span, text)];
}

function outside(
  tokens: readonly Token[],
  region: Region,
  names: NamesOfAssembly,
  dialect: AssemblyDialect,
): readonly TextMark[] {
  const { kind, from, to } = region;
  const mark = (token: Token, at: number): TextMark | null => {
    const { text, span } = token;
    if (token.kind !== 'name') return plain(token);
    if (kind === 'question' && isQuestionWord(text)) return plainMark('keyword', span, text);
    if (threadNumber(text) !== null && tokens[at + 1].text === ':') return named('thread', token, text, '');
    const thread = tokens[at - 1]?.text === ':' ? threadOf(tokens[at - 2]?.text ?? '') : null;
    if (thread !== null) return ofThread(tokens, at, thread, names, dialect);
    if (isWord(text)) return plainMark('type', span, text);
    return named('location', token, text, '', kind === 'init' && tokens[at - 1]?.text !== '=');
  };
  return tokens.slice(from, to).flatMap((token, index) => mark(token, from + index) ?? []);
}

/** `0:X1`, and behind `=` a label, `P1:L0`. */
function ofThread(
  tokens: readonly Token[],
  at: number,
  thread: string,
  { columns }: NamesOfAssembly,
  dialect: AssemblyDialect,
): TextMark {
  const token = tokens[at];
  const { text } = token;
  const isLabel = tokens[at - 3]?.text === '=' && columns[Number(thread.slice(1))]?.labels.has(text) === true;
  if (isLabel) return named('label', token, text, thread);
  return named('register', token, registerIn(dialect, text) ?? text, thread);
}

function isQuestionWord(text: string): boolean {
  return ASSEMBLY_QUESTION_WORDS.has(text) || ['not', 'true', 'false', 'with'].includes(text);
}

function isWord(text: string): boolean {
  return isTypeWord(text) || TYPES.has(text) || isQuestionWord(text);
}

/** The register that a name is, in herd7's spelling; symbolic ones, `%a`, are themselves. */
export function registerIn({ instructions }: AssemblyDialect, text: string): string | null {
  if (instructions.spare.length > 0 && text.includes('%')) return text.slice(text.indexOf('%'));
  return instructions.registerOf(text);
}

/** Whether an instruction orders and does nothing else. */
export function isAssemblyBarrier({ orderings }: AssemblyDialect, mnemonic: string): boolean {
  return (
    orderings.weaker({ mnemonic: mnemonic.toUpperCase(), operands: '', locked: false })?.kind === 'barrier'
  );
}

function named(kind: MarkKind, { span }: Token, name: string, scope: string, declares = false): TextMark {
  return { start: span.start, end: span.end, kind, name, scope, declares };
}
