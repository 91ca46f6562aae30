/**
 * The edit behind `--update`: it puts verdicts into the `Expect=` line of a file and touches no other byte. What such a line
 * means is read in syntax/expectation.ts.
 */
import type { Expectations, Observation } from '../program/test.js';
import { lineEnd } from '../syntax/comment.js';
import { entriesOf, verdictWord } from '../syntax/expectation.js';
import type { Header } from '../syntax/header.js';
import type { InfoLine } from '../syntax/tree.js';
import type { Dialect } from './dialect.js';
import { DIALECTS } from './index.js';
import { headerOf } from './parse.js';

/**
 * The text with these verdicts in its `Expect=` line: corrected in place, or added behind the last line of the header. On the
 * models in `deadlocks` some execution ends in a deadlock, on those in `races` some has a data race, on those in
 * `assertions` an assertion fails in some. A text that is no test stays as it is.
 */
export function withExpect(
  text: string,
  observed: ReadonlyMap<string, Observation>,
  { deadlocks, races, assertions }: Partial<Pick<Expectations, 'deadlocks' | 'races' | 'assertions'>> = {},
  dialects: readonly Dialect[] = DIALECTS,
): string {
  const verdicts = new Map(
    [...observed].map(([model, verdict]) => [
      model,
      verdictWord(
        verdict,
        deadlocks?.has(model) ?? false,
        races?.has(model) ?? false,
        assertions?.has(model) ?? false,
      ),
    ]),
  );
  const header = headerOf({ name: '', text }, dialects);
  if (header === null || verdicts.size === 0) return text;
  const lines = header.info.filter((line) => line.key.text === 'Expect');
  if (lines.length === 0) return insertLine(text, header, `Expect=${[...verdicts].map(spell).join(' ')}`);
  return correct(text, lines, verdicts);
}

/** Replaces the verdicts that differ where they stand, and appends the models that are not mentioned. */
function correct(text: string, lines: readonly InfoLine[], verdicts: ReadonlyMap<string, string>): string {
  const missing = new Map(verdicts);
  let output = '';
  let copied = 0;
  const replace = (start: number, end: number, replacement: string): void => {
    output += text.slice(copied, start) + replacement;
    copied = end;
  };
  for (const entry of lines.flatMap(entriesOf)) {
    const model = entry.text.split(':', 1)[0];
    const verdict = verdicts.get(model);
    if (verdict !== undefined && missing.delete(model))
      replace(entry.span.start, entry.span.end, spell([model, verdict]));
  }
  const { end } = lines[lines.length - 1].value.span;
  const blank = /\s|=/.test(text[end - 1]) ? '' : ' ';
  if (missing.size > 0) replace(end, end, blank + [...missing].map(spell).join(' '));
  return output + text.slice(copied);
}

function insertLine(text: string, header: Header, line: string): string {
  const at = lineEnd(text, header.end);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return text.slice(0, at) + newline + line + text.slice(at);
}

function spell([model, verdict]: readonly [string, string]): string {
  return `${model}:${verdict}`;
}
