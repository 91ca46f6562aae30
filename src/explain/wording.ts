/** Why an edge within a thread is there, in the field's words. */
import type { Cause } from '../execution/cause.js';
import { lineOf, textOf } from '../text/excerpt.js';
import type { PictureRelation } from './explanation.js';

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
