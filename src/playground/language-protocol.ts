/** What the editor of the playground asks about a text: colours, faults, completions, explanations of words. Offsets count from 0. */
import type { CompletionList, Hover, KnownAnswers, TextFault, TextMark } from '../language/index.js';
import type { Source } from '../text/source.js';

/** A question about a text. */
export type LanguageTask =
  | { readonly kind: 'marks'; readonly source: Source }
  | { readonly kind: 'faults'; readonly source: Source }
  | { readonly kind: 'format'; readonly source: Source }
  | { readonly kind: 'complete'; readonly source: Source; readonly offset: number }
  | {
      readonly kind: 'hover';
      readonly source: Source;
      readonly offset: number;
      /** What has been found out about this very text. */
      readonly answers: KnownAnswers;
    };

/** The answers, by the kinds of questions. */
export interface LanguageAnswers {
  readonly marks: readonly TextMark[];
  readonly faults: readonly TextFault[];
  /** The text laid out; null where it cannot be read. */
  readonly format: string | null;
  readonly complete: CompletionList;
  readonly hover: Hover | null;
}
