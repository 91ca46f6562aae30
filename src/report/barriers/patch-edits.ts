/** The edits that a patch makes, for documents that take a change as places and texts. */
import { parsePatch, type StructuredPatchHunk } from 'diff';
import type { ProblemEdit } from '../reported-problem.js';

/** The edits of a unified diff of one file, in the order of the text. */
export function editsOf(patch: string): readonly ProblemEdit[] {
  return parsePatch(patch).flatMap(({ hunks }) => hunks.flatMap(ofHunk));
}

function ofHunk({ oldStart, lines }: StructuredPatchHunk): readonly ProblemEdit[] {
  const edits: ProblemEdit[] = [];
  let line = oldStart;
  let old: string[] = [];
  let added: string[] = [];
  const finish = (): void => {
    if (old.length > 0 || added.length > 0) edits.push(edit(line, old, added));
    line += old.length;
    [old, added] = [[], []];
  };
  for (const each of lines) {
    const text = each.slice(1);
    if (each.startsWith('-')) old.push(text);
    else if (each.startsWith('+')) added.push(text);
    // What is said of the end of the file is no line.
    else if (!each.startsWith('\\')) {
      finish();
      line += 1;
    }
  }
  finish();
  return edits;
}

/** Lines in the place of others, or before the first of what follows; the end of the last line that goes stays. */
function edit(line: number, old: readonly string[], added: readonly string[]): ProblemEdit {
  const start = { line, column: 1 };
  const last = old.at(-1);
  if (last === undefined) return { start, end: start, text: added.map((text) => `${text}\n`).join('') };
  if (added.length === 0) return { start, end: { line: line + old.length, column: 1 }, text: '' };
  return { start, end: { line: line + old.length - 1, column: last.length + 1 }, text: added.join('\n') };
}
