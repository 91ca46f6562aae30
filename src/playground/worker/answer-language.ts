/** What the editor shows of a text. It asks several things of each, so that the last text's outline is kept. */
import { formatSource } from '../../format/format-source.js';
import {
  completionsAt,
  faultsOf,
  hoverAt,
  marksOf,
  outlineOf,
  type TextOutline,
} from '../../language/index.js';
import type { Source } from '../../text/source.js';
import type { LanguageAnswers, LanguageTask } from '../language-protocol.js';

let last: TextOutline | null = null;

/** Answers a question of the editor. */
export function languageAnswer(task: LanguageTask): LanguageAnswers[LanguageTask['kind']] {
  const outline = outlineFor(task.source);
  switch (task.kind) {
    case 'marks':
      return marksOf(outline);
    case 'faults':
      return faultsOf(outline);
    case 'format':
      return formatSource(task.source).text;
    case 'complete':
      return completionsAt(outline, task.offset);
    case 'hover':
      return hoverAt(outline, task.offset, task.answers);
  }
}

function outlineFor(source: Source): TextOutline {
  if (last === null || last.source.text !== source.text) last = outlineOf(source);
  return last;
}
