/**
 * A diagnostic as text: where, what, the user's own line with the token underlined, the positions that explain it,
 * and the edit that mends it. The sentences come from message.ts.
 */
import type { Diagnostic } from '../../text/diagnostic.js';
import type { Span } from '../../text/source.js';
import { hyperlink, visible } from '../../text/visible.js';
import { frame } from './code-frame.js';
import { paintAt, type UrlOf } from './colour.js';
import { wrapped } from './layout.js';
import { fixText, messageOf, positionText } from './message.js';

/** How a diagnostic is drawn. */
export interface DiagnosticStyle {
  readonly colour: boolean;
  /** No line is wider than this; the default is 80. */
  readonly width?: number;
  /** Where its code links to. */
  readonly urlOf?: UrlOf;
}

/** A diagnostic for people, lines joined without a last line end: `file:line:column: error: message [code]` and its frame. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  { colour, width = 80, urlOf }: DiagnosticStyle,
): string {
  const { severity, span, code, notes = [], fix } = diagnostic;
  const paint = paintAt(colour ? 1 : 0);
  const strong = severity === 'error' ? paint.red.bold : paint.yellow.bold;
  const quiet = paint.cyan;
  const block = (at: Span | undefined, word: string, text: string, context: number): string[] => {
    const painted = context > 0 ? strong(word) : quiet(word);
    const position = at === undefined ? '' : `${positionText(at)}: `;
    const [first, ...rest] = wrapped(`${position}${word} ${text}`, Math.max(width - 2, 20));
    const head = first.startsWith(`${position}${word}`)
      ? position + painted + first.slice(position.length + word.length)
      : first;
    const lines = at === undefined ? [] : frame(at, { colour, width, context });
    return [head, ...rest.map((line) => `  ${line}`), ...lines];
  };
  const told = block(span, `${severity}:`, `${messageOf(diagnostic)} [${code}]`, 2);
  return [
    ...linkedCode(told, code, urlOf?.(code) ?? null),
    ...notes.flatMap((note) => block(note.span, 'note:', visible(note.message), 0)),
    ...(fix === undefined ? [] : block(undefined, 'fix:', fixText(fix), 0)),
  ].join('\n');
}

/** The lines with the code in them as a link. */
function linkedCode(lines: readonly string[], code: string, url: string | null): readonly string[] {
  const shown = `[${code}]`;
  const at = lines.findIndex((line) => line.endsWith(shown));
  if (url === null || at === -1) return lines;
  return lines.with(at, `${lines[at].slice(0, -shown.length)}[${hyperlink(code, url)}]`);
}
