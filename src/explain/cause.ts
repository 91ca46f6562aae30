/** Why an edge within a thread is there, in terms of the source and in the field's words. */
import { positionAt, type Span } from '../text/source.js';
import type { Reason } from '../window/reason.js';
import type { PictureRelation } from './explanation.js';
import type { Run } from './thread-run.js';

/** A reason of the machine's, with places of the source for instances of the window. */
export interface Cause {
  readonly kind: Reason['kind'];
  /** The model's rule, for people; null when the reason is common to all models. */
  readonly rule: string | null;
  /** The fences, the branch, the ISB, or the access between, that the order comes from; none when it comes from the accesses. */
  readonly at: readonly Span[];
  /** For each of these places, whether it is a fence within a primitive that also accesses memory. */
  readonly within: readonly boolean[];
  /** Whether a rule speaks of plain accesses. */
  readonly plain: boolean;
}

/** A reason in terms of the source. */
export function causeOf({ code, window }: Run, reason: Reason): Cause {
  const { kind } = reason;
  const at = placesIn(reason).map((index) => code.instructions[window.instances[index].place].span);
  const within = at.map((span) => reason.kind === 'rule' && accesses(code, span));
  if (reason.kind !== 'rule') return { kind, rule: null, at, within, plain: false };
  return { kind, rule: reason.rule.clause, at, within, plain: reason.plain };
}

/** Whether what stands there in the source accesses memory, whatever else it does. */
function accesses({ instructions }: Run['code'], { start, end }: Span): boolean {
  return instructions.some(
    ({ kind, span }) =>
      (kind === 'read' || kind === 'write' || kind === 'update') && span.start <= start && span.end >= end,
  );
}

function placesIn(reason: Reason): readonly number[] {
  switch (reason.kind) {
    case 'rule':
      return reason.fences;
    case 'control':
      return [reason.branch];
    case 'earlier-address':
      return [reason.access];
    case 'choice':
      return reason.by === null ? [] : [reason.by];
    case 'isb':
      return [reason.isb];
    case 'forward':
      return [reason.write];
    default:
      return [];
  }
}

/** The causes of one edge, the most telling first: fences, what the accesses carry, dependencies, what always holds. */
export function ranked(causes: readonly Cause[]): readonly Cause[] {
  return causes.toSorted((a, b) => rank(a) - rank(b));
}

function rank({ kind, at, plain }: Cause): number {
  if (kind === 'rule') return at.length > 0 ? 0 : plain ? 5 : 1;
  if (kind === 'isb') return 0;
  if (kind === 'pair') return 6;
  return kind === 'same-location' ? 4 : 3;
}

/** How the field draws it. */
export function relationOf({ kind, at }: Cause): PictureRelation {
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
      return `control dependency, ${places}`;
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

/** The source text of a span, on one line. */
export function textOf(span: Span): string {
  return oneLine(span.source.text.slice(span.start, span.end));
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

/** The line that a span begins on, from 1. */
export function lineOf(span: Span): number {
  return positionAt(span.source, span.start).line;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/;$/, '');
}
