/** What is wrong with a text, as an editor shows it: where, in one sentence, and with the edits that mend it. */
import type { Edit } from '../barriers/edit.js';
import { loadTest } from '../dialects/load.js';
import { messageOf } from '../report/text/message.js';
import type { TextRange } from '../syntax/lexer.js';
import type { Diagnostic, Note } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import type { TextOutline } from './outline.js';

/** A change that is offered, by what it does. */
interface OfferedFix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Whether it is sure to be what is meant. */
  readonly sure: boolean;
}

/** Something that is wrong. */
export interface TextFault extends TextRange {
  readonly severity: Diagnostic['severity'];
  /** As `pinlitmus check` reports it, and as it is documented. */
  readonly code: Diagnostic['code'];
  readonly message: string;
  /** Other places that explain it. */
  readonly notes: readonly (TextRange & { readonly message: string })[];
  readonly fixes: readonly OfferedFix[];
}

/** All faults of a text, in its order. */
export function faultsOf({ source }: TextOutline): readonly TextFault[] {
  return loadTest(source).diagnostics.map((diagnostic) => faultOf(diagnostic, source));
}

/** One fault. What stands in another source, such as a definition of the kernel, is shown at the beginning. */
function faultOf(diagnostic: Diagnostic, source: Source): TextFault {
  const { severity, code, span, notes = [] } = diagnostic;
  const isHere = span.source === source;
  const place = isHere ? shown(span, source.text) : { start: 0, end: 0 };
  const own = notes.flatMap((note) => noteOf(note, source));
  const message = messageOf(diagnostic);
  return {
    ...place,
    ...{ severity, code, notes: own, fixes: fixesOf(diagnostic, source) },
    message: isHere ? message : `${message} (${span.source.name})`,
  };
}

/** A range that an editor can underline: of an empty one, the character behind it, or the one before at the end of a line. */
function shown({ start, end }: TextRange, text: string): TextRange {
  if (end > start) return { start, end };
  if (start < text.length && !/[\r\n]/.test(text[start])) return { start, end: start + 1 };
  return start > 0 && !/[\r\n]/.test(text[start - 1]) ? { start: start - 1, end: start } : { start, end };
}

function noteOf({ message, span }: Note, source: Source): TextFault['notes'] {
  return span?.source === source ? [{ start: span.start, end: span.end, message }] : [];
}

function fixesOf(diagnostic: Diagnostic, source: Source): readonly OfferedFix[] {
  const { fix, span } = diagnostic;
  if (fix !== undefined && fix.span.source === source) {
    const { start, end } = fix.span;
    const old = source.text.slice(start, end);
    return [
      { title: titleOf(old, fix.replacement), edits: [{ start, end, text: fix.replacement }], sure: true },
    ];
  }
  if (span.source !== source) return [];
  const old = source.text.slice(span.start, span.end);
  const meant = meantBy(diagnostic, old);
  if (meant === undefined) return [];
  const edits = [{ start: span.start, end: span.end, text: meant }];
  return [{ title: titleOf(old, meant), edits, sure: false }];
}

/** What a fault's place should hold, where that is known. */
function meantBy(diagnostic: Diagnostic, old: string): string | undefined {
  if (!('suggestion' in diagnostic)) return undefined;
  const found = 'name' in diagnostic ? diagnostic.name : 'found' in diagnostic ? diagnostic.found : null;
  return found === old || old.endsWith(`:${found}`)
    ? old.slice(0, old.length - (found?.length ?? 0)) + diagnostic.suggestion
    : undefined;
}

function titleOf(old: string, replacement: string): string {
  const text = replacement.trim();
  if (old.trim() === '') return `Insert '${text}'`;
  return text === '' ? `Remove '${old.trim()}'` : `Change '${old.trim()}' to '${text}'`;
}
