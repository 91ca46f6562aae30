/** All marks of a text, in its order: comments, the header, the code. */
import type { AssemblyDialect } from '../dialects/dialect.js';
import { plainMark, type TextMark } from './mark.js';
import { marksOfAssembly, namesOfAssembly, registerIn } from './mark-assembly.js';
import { marksOfC, namesOfC } from './mark-c.js';
import { marksOfHeader, type NameInHeader } from './mark-header.js';
import type { TextOutline } from './outline.js';

const MARKS = new WeakMap<TextOutline, readonly TextMark[]>();

/** The marks of a text, sorted; none overlaps another. They are found once for each outline. */
export function marksOf(outline: TextOutline): readonly TextMark[] {
  const known = MARKS.get(outline);
  if (known !== undefined) return known;
  const marks = [...commentMarks(outline), ...codeMarks(outline)].sort((a, b) => a.start - b.start);
  const apart = marks.filter(
    ({ start, end }, index) => end > start && (index === 0 || start >= marks[index - 1].end),
  );
  MARKS.set(outline, apart);
  return apart;
}

/** The mark that an offset is in, or that ends there. */
export function markAt(outline: TextOutline, offset: number): TextMark | null {
  const touching = marksOf(outline).filter(({ start, end }) => start <= offset && offset <= end);
  return touching.find(({ scope }) => scope !== null) ?? touching.at(-1) ?? null;
}

function commentMarks({ comments, source }: TextOutline): readonly TextMark[] {
  return comments.map((range) => plainMark('comment', range, source.text.slice(range.start, range.end)));
}

function codeMarks(outline: TextOutline): readonly TextMark[] {
  const { dialect, header, source } = outline;
  if (dialect === null || header === null) return [];
  if (dialect.language === 'C') {
    const nameOf: NameInHeader = (name, thread) => ({ kind: thread === null ? 'location' : 'local', name });
    return [...marksOfHeader(source.text, header, nameOf), ...marksOfC(outline, namesOfC(outline))];
  }
  return [
    ...marksOfHeader(source.text, header, registersOf(dialect)),
    ...marksOfAssembly(outline, namesOfAssembly(outline), dialect),
  ];
}

function registersOf(dialect: AssemblyDialect): NameInHeader {
  return (name, thread) =>
    thread === null
      ? { kind: 'location', name }
      : { kind: 'register', name: registerIn(dialect, name) ?? name };
}
