/** Lines of the editor that a step is about: where one looks now, and what has to do with it. */
import { type Extension, RangeSetBuilder, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Lines, from 1. */
export interface PointedLines {
  readonly now: readonly number[];
  readonly also: readonly number[];
}

/** Marks these lines and no others. */
export const pointAt = StateEffect.define<PointedLines>();

const NOW = Decoration.line({ class: 'line-now' });
const ALSO = Decoration.line({ class: 'line-also' });

/** What marks them; an edit moves the marks with their lines. */
export const pointedLines: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects, state }) {
    const pointed = effects.find((effect) => effect.is(pointAt));
    return pointed === undefined ? marks.map(changes) : marksOf(state.doc, pointed.value);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marksOf(document: Text, { now, also }: PointedLines): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const lines = [...new Set([...now, ...also])].filter((line) => line >= 1 && line <= document.lines);
  for (const line of lines.sort((a, b) => a - b)) {
    const { from } = document.line(line);
    builder.add(from, from, now.includes(line) ? NOW : ALSO);
  }
  return builder.finish();
}
