/** How reading a cat file ends at its first fault: the diagnostic is thrown, and `loadCat` catches it. */
import { type Diagnostic, errorAt, type Problem } from '../text/diagnostic.js';
import type { Span } from '../text/source.js';

/** A fault of a cat file on its way out. */
export class CatFault extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.code);
    this.diagnostic = diagnostic;
  }
}

/** On the events of some test a recursion that is not monotone swings for ever. */
export class EndlessRecursion extends Error {
  /** What it defines. */
  readonly relation: string;

  constructor(relation: string) {
    super(`the recursion of ${relation} comes to no end`);
    this.relation = relation;
  }
}

/** Ends the reading: something is wrong at a place. */
export function failAt(span: Span, problem: Problem): never {
  throw new CatFault(errorAt(span, problem));
}

/** Ends the reading: the language has something that there is no way to judge here. */
export function unsupportedAt(span: Span, what: string, why?: string): never {
  failAt(span, why === undefined ? { code: 'unsupported', what } : { code: 'unsupported', what, why });
}
