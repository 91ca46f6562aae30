/** Collects the errors and warnings that lowering finds, so that a user sees all of a file's at once. */
import type { Diagnostic, Help, Problem } from '../text/diagnostic.js';
import type { Span } from '../text/source.js';
import { suggest } from './suggestion.js';

/** After so many errors, or warnings, more would help nobody: as in the parser (syntax/cursor.ts). */
export const MOST_PROBLEMS = 50;

/** The first diagnostics, in the order in which they were found. A problem with a key is reported once for that key. */
export class Problems {
  readonly list: Diagnostic[] = [];
  private readonly seen = new Set<string>();
  private errors = 0;
  private warnings = 0;

  /** A function that is inlined twice has its faults once. */
  error(span: Span, problem: Problem, help: Help = {}): void {
    if (!this.first(`${problem.code} ${span.source.name} ${span.start} ${span.end}`)) return;
    this.errors += 1;
    if (this.errors <= MOST_PROBLEMS) this.list.push({ severity: 'error', span, ...problem, ...help });
  }

  /** The payload for an error about a misspelt name; nothing for one that is not reported any more. */
  suggest(name: string, known: Iterable<string>): ReturnType<typeof suggest> {
    return this.errors < MOST_PROBLEMS ? suggest(name, known) : {};
  }

  errorOnce(key: string, span: Span, problem: Problem, help: Help = {}): void {
    if (this.first(key)) this.error(span, problem, help);
  }

  warnOnce(key: string, span: Span, problem: Problem, help: Help = {}): void {
    if (!this.first(key)) return;
    this.warnings += 1;
    if (this.warnings <= MOST_PROBLEMS) this.list.push({ severity: 'warning', span, ...problem, ...help });
  }

  /** Adds a diagnostic that was made elsewhere, once for that key. */
  addOnce(key: string, diagnostic: Diagnostic): void {
    if (this.first(key)) this.list.push(diagnostic);
  }

  private first(key: string): boolean {
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }
}
