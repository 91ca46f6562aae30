/** The parts of a test that one goes to by name: threads, helpers, macros, locations, the condition. */
import type { TextRange } from '../syntax/lexer.js';
import { oneLine } from '../text/one-line.js';
import type { MarkKind, TextMark } from './mark.js';
import { marksOf } from './marks.js';
import type { Region, TextOutline } from './outline.js';

/** A part of a test, `name` being where its name stands. */
export interface TestSymbol extends TextRange {
  readonly kind: MarkKind | 'condition';
  readonly text: string;
  readonly name: TextRange;
  readonly children: readonly TestSymbol[];
}

/** The parts, in the order of the text. */
export function symbolsOf(outline: TextOutline): readonly TestSymbol[] {
  const marks = marksOf(outline);
  return outline.regions.flatMap((region): readonly TestSymbol[] => {
    const range = rangeOf(outline, region);
    const within = marks.filter(({ start, end }) => range.start <= start && end <= range.end);
    switch (region.kind) {
      case 'function':
        return [ofFunction(range, region, within)];
      case 'question':
        return [
          { ...range, kind: 'condition', text: conditionText(outline, range), name: range, children: [] },
        ];
      default:
        return within
          .filter(({ declares, kind }) => declares && kind !== 'field')
          .map((mark) => ofMark(mark));
    }
  });
}

function rangeOf({ tokens }: TextOutline, { from, to }: Region): TextRange {
  return { start: tokens[from].span.start, end: tokens[to - 1].span.end };
}

function ofMark({ start, end, kind, name }: TextMark): TestSymbol {
  return { start, end, kind, text: name, name: { start, end }, children: [] };
}

function ofFunction(
  range: TextRange,
  { name, thread }: Region & { readonly kind: 'function' },
  within: readonly TextMark[],
): TestSymbol {
  const { start, end } = name.span;
  const children = within.filter(({ declares, kind }) => declares && (kind === 'local' || kind === 'label'));
  const kind = thread === null ? 'function' : 'thread';
  return { ...range, kind, text: name.text, name: { start, end }, children: children.map(ofMark) };
}

function conditionText({ source }: TextOutline, { start, end }: TextRange): string {
  return oneLine(source.text.slice(start, end));
}
