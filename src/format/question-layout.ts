/**
 * Where the lexemes of the question go: `locations`, `filter` and the condition begin a line each, and keep the line breaks that
 * they have within. herd7's comparisons have no blanks, its connectives have.
 */
import { QUESTION_WORDS } from '../syntax/tokens.js';
import type { Lexeme } from './lexeme.js';
import type { Placing } from './line-writer.js';

const DENIALS: ReadonlySet<string> = new Set(['~', '!', 'not']);
const TIGHT: ReadonlySet<string> = new Set(['=', '==', '!=', '<>', '<', '<=', '>', '>=', ':', '.', '->']);
const CONNECTIVES: ReadonlySet<string> = new Set(['/\\', '\\/', '&&', '||', '=>']);
const SECTIONS: ReadonlySet<string> = new Set([...QUESTION_WORDS, 'final']);

/** Whether the question begins at a lexeme, as the parser has it: a line begins with one of its words. */
export function atQuestion(lexemes: readonly Lexeme[], at: number): boolean {
  const { breaks, notes } = lexemes[at];
  const opensLine =
    at === 0 || breaks > 0 || notes.some((note) => note.breaks > 0 || note.text.includes('\n'));
  return opensLine && beginsSection(lexemes, at);
}

function beginsSection(lexemes: readonly Lexeme[], at: number): boolean {
  const denied = DENIALS.has(lexemes[at].text) ? 1 : 0;
  const follows = lexemes[at + denied + 1]?.text ?? '';
  return SECTIONS.has(lexemes[at + denied]?.text ?? '') && !['=', ';', ',', ')', '->', '.'].includes(follows);
}

/** Places all that is left: the question, up to the end. */
export function placeQuestion(lexemes: readonly Lexeme[], placings: Placing[]): void {
  const start = placings.length;
  let first = start;
  let open = 0;
  while (placings.length < lexemes.length) {
    const at = placings.length;
    const { kind, text } = lexemes[at];
    const begins = open === 0 && !isWordAfterDenial(lexemes, at) && beginsSection(lexemes, at);
    if (begins || kind === 'end' || at === start) {
      first = at;
      const gap = at === start && at > 0 ? 'always' : 'own';
      placings.push({ at: 'line', depth: 0, blank: false, gap, first, noteDepth: 0 });
    } else {
      const joins = text === ';' || SECTIONS.has(lexemes[at - 1].text) || SECTIONS.has(text);
      const blank = parted(lexemes, at);
      placings.push({ at: joins ? 'join' : 'keep', depth: 0, blank, gap: 'own', first, noteDepth: 0 });
    }
    if (text === '(' || text === '[') open += 1;
    if (text === ')' || text === ']') open -= 1;
  }
}

/** `exists` in `~exists`, whose line has begun. */
function isWordAfterDenial(lexemes: readonly Lexeme[], at: number): boolean {
  return at > 0 && DENIALS.has(lexemes[at - 1].text);
}

function parted(lexemes: readonly Lexeme[], at: number): boolean {
  const [before, after] = [lexemes[at - 1].text, lexemes[at].text];
  if (CONNECTIVES.has(before) || CONNECTIVES.has(after)) return true;
  if (before === 'not' || SECTIONS.has(before)) return true;
  if (DENIALS.has(before) || TIGHT.has(before) || TIGHT.has(after)) return false;
  if (/^[([{]$/.test(before) || /^[)\]};,]$/.test(after)) return false;
  if (before === ';') return true;
  return lexemes[at].start > lexemes[at - 1].end && before !== ',';
}
