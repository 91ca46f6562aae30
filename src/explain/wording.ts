/** The words of explanations: why an edge within a thread is there, in the words of the field, and accesses as the source has them. */
import type { Cause } from '../execution/cause.js';
import { lineOf, type Span, textOf } from '../text/source.js';
import type { DiagramRelation } from './explanation.js';

/** How the field draws it. */
export function relationOf({ kind, at }: Cause): DiagramRelation {
  switch (kind) {
    case 'rule':
      return at.length > 0 ? 'fence' : 'order';
    case 'address':
    case 'earlier-address':
      return 'addr';
    case 'data':
    case 'forward':
      return 'data';
    case 'control':
    case 'choice':
      return 'ctrl';
    case 'isb':
      return 'fence';
    default:
      return 'order';
  }
}

/** Why, in words; the fences by their source texts. Where there are several, each is enough. */
export function wordingOf(cause: Cause): string {
  const words = wordsOf(cause);
  return cause.clause === undefined ? words : `${words} (${cause.clause})`;
}

function wordsOf(cause: Cause): string {
  const places = cause.at
    .map(
      (span, index) => `${cause.within[index] ? 'the fence in ' : ''}${textOf(span)} (line ${lineOf(span)})`,
    )
    .join(' or ');
  switch (cause.kind) {
    case 'rule':
      return places === '' ? (cause.rule ?? '') : places;
    case 'same-location':
      return 'a write waits for earlier accesses of its location';
    case 'pair':
      return 'the two halves of a read-modify-write';
    case 'address':
      return 'address dependency';
    case 'data':
      return 'data dependency';
    case 'control':
      return places === '' ? 'control dependency' : `control dependency, ${places}`;
    case 'earlier-address':
      return `address dependency of ${places}, before the write`;
    case 'choice':
      return `dependency on ${places === '' ? 'a choice' : `the choice made by ${places}`}`;
    case 'isb':
      return `${places} after a branch or address that depends on it`;
    case 'forward':
      return `takes its value from ${places}, which depends on it`;
    case 'own-atomic':
      return 'an acquire that takes what an atomic of its thread wrote waits for its read';
    case 'no-forward':
      return 'not handed over before it is in memory';
  }
}

/**
 * The source text of an access: with the local that takes its value, which its span leaves out where the port needs more
 * instructions for it, so that the same access reads the same on every machine.
 */
export function accessText(span: Span): string {
  const { text } = span.source;
  const start = /^[ \t]*;/.test(text.slice(span.end)) ? assignedFrom(text, span.start) : span.start;
  return textOf({ ...span, start });
}

/** Where `r0 = ` begins that stands before an offset; the offset where nothing of the kind does. */
function assignedFrom(text: string, offset: number): number {
  // Backwards by hand: a pattern would be tried from each character of a text that may be long.
  const back = (from: number, over: RegExp): number => {
    let at = from;
    while (at > 0 && over.test(text[at - 1])) at -= 1;
    return at;
  };
  const sign = back(offset, /[ \t]/) - 1;
  if (text[sign] !== '=') return offset;
  const end = back(sign, /[ \t]/);
  const start = back(end, /[\w.>[\]-]/);
  return start === end ? offset : start;
}
