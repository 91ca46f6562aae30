/** Where a name is declared and used, and how it is given another name. */
import { type Edit, edited } from '../barriers/edit.js';
import { loadTest } from '../dialects/load.js';
import { messageOf } from '../report/text/message.js';
import type { TextRange } from '../syntax/lexer.js';
import { KEYWORDS, QUESTION_WORDS, threadNumber } from '../syntax/tokens.js';
import { KNOWN_CALLS } from './known-calls.js';
import { isSame, type TextMark } from './mark.js';
import { registerIn } from './mark-assembly.js';
import { markAt, marksOf } from './marks.js';
import { outlineOf, type TextOutline } from './outline.js';

/** The places of what stands at an offset; none where that is no name of the file's own. */
export function referencesAt(outline: TextOutline, offset: number): readonly TextRange[] {
  const mark = markAt(outline, offset);
  return mark === null ? [] : sameAs(outline, mark);
}

/** Where what stands at an offset is declared: of several such places all, of none the first use. */
export function definitionAt(outline: TextOutline, offset: number): readonly TextRange[] {
  const mark = markAt(outline, offset);
  if (mark === null) return [];
  const all = sameAs(outline, mark);
  const declaring = all.filter(({ declares }) => declares);
  return declaring.length > 0 ? declaring : all.slice(0, 1);
}

function sameAs(outline: TextOutline, mark: TextMark): readonly TextMark[] {
  return mark.scope === null ? [] : marksOf(outline).filter((each) => isSame(each, mark));
}

/** What can be renamed; the members of structures cannot. */
const RENAMED: ReadonlySet<TextMark['kind']> = new Set([
  ...(['location', 'local', 'parameter', 'label', 'function', 'macro', 'macro-parameter'] as const),
]);

/** The name at an offset that can be given another one; else null. */
export function renamedAt(
  outline: TextOutline,
  offset: number,
): (TextRange & { readonly name: string }) | null {
  const mark = markAt(outline, offset);
  if (mark === null || mark.scope === null || !(RENAMED.has(mark.kind) || isSymbolic(mark))) return null;
  return { start: mark.start, end: mark.end, name: mark.name };
}

/** herd7's symbolic registers, `%a`, have names of the file's own. */
function isSymbolic({ kind, name }: TextMark): boolean {
  return kind === 'register' && name.startsWith('%');
}

/** The edits that give a name another one, or why it cannot have that. */
export type Renaming = { readonly edits: readonly Edit[] } | { readonly refused: string };

/** Gives what stands at an offset another name, everywhere. A name that means something else already is refused. */
export function renameAt(outline: TextOutline, offset: number, name: string): Renaming {
  const mark = markAt(outline, offset);
  if (mark === null || renamedAt(outline, offset) === null)
    return { refused: 'here is nothing that can be renamed' };
  if (name === mark.name) return { edits: [] };
  const refused = refusal(outline, mark, name);
  if (refused !== null) return { refused };
  const edits = sameAs(outline, mark).map(({ start, end }) =>
    renamedPlace(outline, { start, end }, mark, name),
  );
  const fault = newFault(outline, edited(outline.source.text, edits));
  return fault === null ? { edits } : { refused: `with that name ${fault}` };
}

/** A symbolic register may have a letter for its width before it. */
function renamedPlace({ source }: TextOutline, place: TextRange, mark: TextMark, text: string): Edit {
  const written = source.text.slice(place.start, place.end);
  return { start: place.end - (isSymbolic(mark) ? mark.name.length : written.length), end: place.end, text };
}

function refusal(outline: TextOutline, mark: TextMark, name: string): string | null {
  const { dialect } = outline;
  const form = isSymbolic(mark) ? /^%\w+$/ : mark.kind === 'label' ? /^[\w.$]+$/ : /^[A-Za-z_]\w*$/;
  if (!form.test(name)) return `'${name}' is no name for that`;
  const isReserved =
    KEYWORDS.has(name) ||
    QUESTION_WORDS.has(name) ||
    threadNumber(name) !== null ||
    (dialect?.language === 'C' && KNOWN_CALLS.has(name)) ||
    (dialect?.language === 'assembly' && !isSymbolic(mark) && registerIn(dialect, name) !== null);
  if (isReserved) return `'${name}' means something else already`;
  // A name of another thread is no conflict, unless what is renamed is known there too.
  const isNear = ({ scope }: TextMark): boolean => scope === '' || mark.scope === '' || scope === mark.scope;
  const own = spaceOf(mark, outline);
  const taken = marksOf(outline).some(
    (each) => each.name === name && isNear(each) && spaceOf(each, outline) === own,
  );
  return taken ? `'${name}' is used already` : null;
}

/** Names of different such spaces may be the same: C's tags, members and labels, and what is no name of the code. */
function spaceOf({ kind, scope }: TextMark, { dialect }: TextOutline): string {
  const isApart = kind === 'structure' || kind === 'field' || (kind === 'label' && dialect?.language === 'C');
  return isApart ? kind : scope === null && kind !== 'type' ? 'none' : 'name';
}

/** What is wrong after an edit that was not before, so that the edit does not mean what it should. */
function newFault({ source }: TextOutline, text: string): string | null {
  const before = loadTest(source).diagnostics.map(({ code }) => code);
  for (const diagnostic of loadTest(outlineOf(text).source).diagnostics) {
    const at = before.indexOf(diagnostic.code);
    if (at === -1) return messageOf(diagnostic);
    before.splice(at, 1);
  }
  return null;
}
