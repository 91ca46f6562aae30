/**
 * What a reader sees of a walk, as plain data: names, lines, texts of the source, spelled values. Whoever draws it needs
 * to know nothing of windows and local states; to-screen.ts makes it.
 */
import type { AccessEffect } from '../query/stepper.js';

/** A place of the source: a line from 1, and the text there. */
export interface SourceText {
  readonly line: number;
  readonly text: string;
}

/** An access as it is listed. */
export interface ListedAccess extends SourceText {
  /** `P0` */
  readonly thread: string;
  readonly half: 'read' | 'write' | null;
  /** How many accesses by the same instruction come before it: it belongs to a later round of a loop. */
  readonly round: number;
  readonly assumes: readonly ShownAssumption[];
}

/** Something that is taken for granted until it is known. */
export type ShownAssumption =
  /** The branch goes on there; null is the end of the thread. */
  | { readonly kind: 'branch'; readonly at: SourceText; readonly to: SourceText | null }
  | { readonly kind: 'select'; readonly at: SourceText; readonly first: boolean }
  | { readonly kind: 'update'; readonly at: SourceText; readonly writes: boolean }
  | { readonly kind: 'store-conditional'; readonly at: SourceText };

/** What a step does, spelled. */
export interface Effect {
  readonly kind: AccessEffect['kind'];
  readonly location: string;
  /** The value read, or null; the value written, or null. */
  readonly read: string | null;
  readonly written: string | null;
}

/** A step, to be taken or taken. */
export interface ShownStep extends ListedAccess {
  readonly effect: Effect;
  /** The lines of the earlier accesses that have not performed: SC would not take this step. */
  readonly ahead: readonly number[];
  /** The threads whose store-conditionals fail by it. */
  readonly breaks: readonly string[];
}

/** Why an access waits. */
export type BlockedBy =
  /** For an earlier access, itself on the same line as the waiting one when `own`. */
  | {
      readonly kind: 'order';
      readonly earlier: number;
      readonly own: boolean;
      readonly why: string;
      /** Whether it waits to know that it comes at all, which goes without saying then. */
      readonly control: boolean;
    }
  | { readonly kind: 'value'; readonly location: string; readonly content: string }
  | { readonly kind: 'pair'; readonly thread: string; readonly at: SourceText }
  | { readonly kind: 'prediction'; readonly wrong: readonly ShownAssumption[] }
  | { readonly kind: 'overtaken'; readonly by: number | null }
  | { readonly kind: 'nowhere' };

/** An access that may not perform now. */
export interface ShownBlocked extends ListedAccess {
  readonly blockedBy: BlockedBy;
}

/** `buffered`: a store that only has to reach memory. `none`: the line accesses nothing, or has not come yet. */
export type Mark = 'performed' | 'buffered' | 'pending' | 'none';

/** A thread as it stands. */
export interface ScreenThread {
  readonly name: string;
  readonly done: boolean;
  /** A value is null while it is not known. */
  readonly registers: readonly Named[];
  readonly lines: readonly (SourceText & { readonly mark: Mark })[];
  /** What is taken for granted in everything that it can do. */
  readonly assumes: readonly ShownAssumption[];
}

/** A location or register with its value; `label` is the name that the test gives it. */
export interface Named {
  readonly name: string;
  readonly label: string | null;
  readonly value: string | null;
}

/** How the walk has ended. */
export type ScreenEnd =
  | {
      readonly kind: 'final';
      /** Values of the shown observables. */
      readonly values: readonly string[];
      readonly counts: boolean;
      /** Whether the proposition is true of the state. */
      readonly satisfies: boolean;
    }
  | { readonly kind: 'deadlock' | 'held' | 'cut' | 'dead' }
  | { readonly kind: 'fault'; readonly thread: string; readonly line: number; readonly address: string };

/** A walk at one moment. */
export interface Screen {
  /** The title of the model. */
  readonly model: string;
  /** How many steps were taken. */
  readonly steps: number;
  readonly memory: readonly Named[];
  readonly threads: readonly ScreenThread[];
  /** `hint` marks the step along the witness. */
  readonly offered: readonly (ShownStep & { readonly hint: boolean })[];
  readonly blocked: readonly ShownBlocked[];
  readonly end: ScreenEnd | null;
}
