/** Collects the faults that lowering finds, so that a user sees all of a file's at once. */
import type { Diagnostic, Help, Problem } from '../diagnostic/diagnostic.js';
import type { Span } from '../diagnostic/source.js';

/** Diagnostics in the order in which they were found; a fault with a key is reported once for that key. */
export class Faults {
  readonly list: Diagnostic[] = [];
  private readonly seen = new Set<string>();

  error(span: Span, problem: Problem, help: Help = {}): void {
    this.list.push({ severity: 'error', span, ...problem, ...help });
  }

  errorOnce(key: string, span: Span, problem: Problem, help: Help = {}): void {
    if (this.first(key)) this.error(span, problem, help);
  }

  warnOnce(key: string, span: Span, problem: Problem, help: Help = {}): void {
    if (this.first(key)) this.list.push({ severity: 'warning', span, ...problem, ...help });
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
