/** What can be folded away: comments, the init block, bodies and blocks, the table. */
import type { TextRange } from '../syntax/lexer.js';
import type { TextOutline } from './outline.js';

/** A part that can be folded; it reaches over several lines. */
export interface FoldedRange extends TextRange {
  readonly kind: 'comment' | 'region';
}

/** The parts of a text that can be folded, in its order. */
export function foldsOf({ source, comments, tokens, regions }: TextOutline): readonly FoldedRange[] {
  const folds: FoldedRange[] = comments.map(({ start, end }) => ({ start, end, kind: 'comment' }));
  const open: number[] = [];
  for (const { text, span } of tokens) {
    if (text === '{') open.push(span.start);
    const start = text === '}' ? open.pop() : undefined;
    if (start !== undefined) folds.push({ start, end: span.end, kind: 'region' });
  }
  for (const { kind, from, to } of regions)
    if (kind === 'table')
      folds.push({ start: tokens[from].span.start, end: tokens[to - 1].span.end, kind: 'region' });
  return folds
    .filter(({ start, end }) => source.text.slice(start, end).includes('\n'))
    .sort((a, b) => a.start - b.start);
}
