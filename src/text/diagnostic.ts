/**
 * Faults of the input, as data. A diagnostic says what is wrong and where; the sentence that a person reads is
 * made once, in report/text/render-diagnostic.ts, and nothing parses it back. The `code` is stable: it is part of the JSON
 * report, and golden tests hold it.
 */
import type { Span } from './source.js';

/** A second place that explains the first, such as "first declared here". */
export interface Note {
  readonly message: string;
  readonly span?: Span;
}

/** An edit that is sure to mend the fault: put `replacement` in place of `span`. */
export interface Fix {
  readonly span: Span;
  readonly replacement: string;
}

interface Common {
  readonly severity: 'error' | 'warning';
  readonly span: Span;
  readonly notes?: readonly Note[];
  readonly fix?: Fix;
}

/** What can be wrong with a test. One member a fault, its payload beside its code. */
export type Problem =
  /** The text ends or goes on in a way the grammar does not allow. `found` is the user's token, or null at the end of the file. */
  | { readonly code: 'unexpected'; readonly found: string | null; readonly expected: string }
  | { readonly code: 'missing-semicolon'; readonly found: string | null }
  | { readonly code: 'missing-brace'; readonly brace: '{' | '}'; readonly found: string | null }
  | { readonly code: 'missing-init'; readonly found: string | null }
  | { readonly code: 'unterminated'; readonly what: 'comment' | 'string' }
  | { readonly code: 'stray-character'; readonly character: string }
  | { readonly code: 'bad-number'; readonly text: string }
  /** Nested, or expanded, beyond what the front end follows; `what` is what goes too deep. */
  | { readonly code: 'too-deep'; readonly what: string }
  /** More of something than any search could hold: of `what` there are at most `most`. */
  | { readonly code: 'too-many'; readonly what: string; readonly found: number; readonly most: number }
  | { readonly code: 'empty-file' }
  | { readonly code: 'not-text' }
  | { readonly code: 'unreadable'; readonly reason: string }
  /** `is` says what the dialect is where that is known; `suggestion` is the dialect that was meant. */
  | {
      readonly code: 'unsupported-dialect';
      readonly dialect: string;
      readonly supported: readonly string[];
      readonly is?: string;
      readonly suggestion?: string;
    }
  /** Something the dialect has but pinlitmus does not: `what` completes "… is not supported", `why` may add a clause. */
  | { readonly code: 'unsupported'; readonly what: string; readonly why?: string }
  /** An `#include`, of which nothing is read. */
  | { readonly code: 'skipped-include' }
  /** A call that tells somebody something, or wakes those who see by themselves here what they wait for. */
  | { readonly code: 'passed-over'; readonly name: string; readonly does: 'tell' | 'wake' }
  /** A condition of the preprocessor asks for a name of the kernel's configuration that the file does not define. */
  | { readonly code: 'undefined-configuration'; readonly name: string; readonly isSet: boolean }
  | { readonly code: 'unknown-function'; readonly name: string; readonly suggestion?: string }
  | { readonly code: 'barrier-without-parentheses'; readonly name: string }
  | {
      readonly code: 'wrong-argument-count';
      readonly name: string;
      readonly expected: string;
      readonly found: number;
    }
  | { readonly code: 'wrong-argument'; readonly name: string; readonly expected: string }
  | { readonly code: 'no-value'; readonly name: string }
  /** A name in the code that is neither a local, a parameter, nor a macro. */
  | { readonly code: 'undeclared-location'; readonly name: string; readonly thread: string }
  | { readonly code: 'int-as-pointer'; readonly name: string }
  | { readonly code: 'undeclared-local'; readonly name: string; readonly thread: string }
  | {
      readonly code: 'duplicate-name';
      readonly name: string;
      readonly first: string;
      readonly second: string;
    }
  | { readonly code: 'unknown-type'; readonly name: string; readonly suggestion?: string }
  | {
      readonly code: 'unknown-field';
      readonly structure: string;
      readonly name: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'not-a-pointer'; readonly what: string }
  | { readonly code: 'not-assignable' }
  | { readonly code: 'unknown-instruction'; readonly name: string; readonly suggestion?: string }
  | { readonly code: 'unknown-label'; readonly name: string; readonly suggestion?: string }
  /** A thread's code names a label that only another thread has: it goes on in that one's code. */
  | { readonly code: 'foreign-label'; readonly name: string; readonly of: string }
  | { readonly code: 'stray-jump'; readonly keyword: 'break' | 'continue' | 'case' | 'default' }
  /** `chain` are the calls, from the function to itself. */
  | { readonly code: 'recursive-function'; readonly name: string; readonly chain: readonly string[] }
  /** A local is read before anything was assigned to it. */
  | { readonly code: 'unset-local'; readonly name: string }
  | {
      readonly code: 'unknown-register';
      readonly name: string;
      readonly thread: string;
      readonly suggestion?: string;
    }
  | { readonly code: 'unknown-location'; readonly name: string; readonly suggestion?: string }
  | { readonly code: 'ambiguous-register'; readonly name: string; readonly threads: readonly string[] }
  | { readonly code: 'unknown-thread'; readonly number: bigint; readonly threads: number }
  | { readonly code: 'thread-order'; readonly found: string; readonly expected: string }
  | { readonly code: 'no-threads' }
  | { readonly code: 'no-condition' }
  | { readonly code: 'bad-header'; readonly key: string; readonly found: string; readonly expected: string }
  /**
   * An access that does not cover exactly one location: it is of `bytes`, and begins `offset` bytes behind the start of one
   * of `size`, whose type is `type` where the file gives one. `model` is the first on which some execution makes it, null
   * where the text shows that.
   */
  | {
      readonly code: 'mixed-size';
      readonly thread: string;
      readonly bytes: number;
      readonly location: string;
      readonly offset: number;
      readonly size: number;
      readonly type: string | null;
      readonly model: string | null;
    }
  /** A parameter whose type is of another width than its location's; types as the file spells them. */
  | {
      readonly code: 'mixed-declaration';
      readonly name: string;
      readonly bytes: number;
      readonly type: string;
      readonly expectedBytes: number;
      readonly expectedType: string;
    }
  /** Something that resembles an expectation and that nobody reads as one; `expected` is what would be read. */
  | { readonly code: 'near-miss'; readonly found: string; readonly expected: string }
  /** The word of a `Result:` is none of the kernel's. */
  | { readonly code: 'bad-result'; readonly found: string; readonly suggestion?: string }
  /** A list of values is compared with what has not as many elements, or with what is no array (`length` null). */
  | {
      readonly code: 'list-length';
      readonly name: string;
      readonly length: number | null;
      readonly values: number;
    }
  /** A comparison that no execution makes true: `name` holds other values, all of them in `values` if there are any. */
  | {
      readonly code: 'never-holds';
      readonly name: string;
      readonly operator: string;
      readonly value: string;
      readonly values: readonly string[];
    }
  /** The same with the address of a place; `bare` when it may have been meant as what the place holds. */
  | { readonly code: 'never-address'; readonly name: string; readonly of: string; readonly bare: boolean }
  /** A location that has an initial value, and that neither the threads nor the question use. */
  | { readonly code: 'unused-location'; readonly name: string }
  | { readonly code: 'assignment-as-condition' }
  /**
   * A reader of RCU or SRCU, or a grace period, that a kernel would stumble over: an end without a beginning, a beginning
   * without an end, a grace period in a reader that it waits for or may not sleep in, the index of another reader. `always` is
   * whether it is so on all ways through the thread.
   */
  | {
      readonly code: 'reader-not-begun' | 'reader-not-ended' | 'wait-in-reader' | 'foreign-index';
      readonly name: string;
      readonly always: boolean;
    }
  /** What may sleep is called with a spinlock held, in an RCU reader, or where the thread's CPU is not to be taken away. */
  | {
      readonly code: 'sleep-in-section';
      readonly name: string;
      readonly within: 'spinlock' | 'reader' | 'cpu';
    }
  /** Some execution uses a value as an address that is no location's, nor near one. */
  | { readonly code: 'bad-address'; readonly thread: string; readonly value: string; readonly model: string }
  /** Some execution jumps to a value that is no address of code. */
  | { readonly code: 'bad-jump'; readonly thread: string; readonly value: string; readonly model: string }
  /** Some execution leaves an object: `offset` bytes from a location, where a cell of its own is taken to be. */
  | {
      readonly code: 'outside-object';
      readonly thread: string;
      readonly location: string;
      readonly offset: number;
      readonly model: string;
    }
  /** A name of a cat file that nothing defines. */
  | { readonly code: 'unknown-cat-name'; readonly name: string }
  /** In a cat file a set stands for a relation or the like; both as words. */
  | { readonly code: 'cat-sort'; readonly expected: string; readonly found: string }
  /** A recursion of a cat file that rf, co or fr take part in, and that takes something away from itself. */
  | { readonly code: 'cat-recursion'; readonly name: string }
  /** A cat file includes one that is not there. */
  | { readonly code: 'cat-include'; readonly name: string }
  /** A key of a configuration that means nothing. */
  | {
      readonly code: 'unknown-key';
      readonly name: string;
      readonly known: readonly string[];
      readonly suggestion?: string;
    }
  | { readonly code: 'repeated-key'; readonly name: string }
  | { readonly code: 'missing-key'; readonly name: string; readonly expected: string }
  /** A value of a configuration; both as words. */
  | { readonly code: 'wrong-value'; readonly found: string; readonly expected: string }
  /** A configuration in JavaScript that throws, or cannot be compiled. */
  | { readonly code: 'script-failed'; readonly message: string };

/** One fault with its place. */
export type Diagnostic = Common & Problem;

/** What may stand beside a problem: the places that explain it, and the edit that mends it. */
export interface Help {
  readonly notes?: readonly Note[];
  readonly fix?: Fix;
}

/** A fault that stops the test from running. */
export function errorAt(span: Span, problem: Problem, help: Help = {}): Diagnostic {
  return { severity: 'error', span, ...problem, ...help };
}

/** Orders diagnostics as they stand in the file. */
export function byPosition(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}

/** Whether any of them stops the test from running. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
