/** What a completion is. */
import type { MarkKind } from './mark.js';

/** Something that may stand at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: MarkKind;
  /** A few words on what it is; null where the label says it. */
  readonly detail: string | null;
  /** What is written; in a snippet `${1:name}` is a field to fill in. */
  readonly insert: string;
  readonly isSnippet: boolean;
}

/** A completion that is written as it is called. */
export function wordCompletion(label: string, kind: MarkKind, detail: string | null = null): Completion {
  return { label, kind, detail, insert: label, isSnippet: false };
}

/** A field of a snippet. */
export function field(number: number, name = ''): string {
  return name === '' ? `\${${number}}` : `\${${number}:${name}}`;
}
