/** The assertions that fail, with what shows an execution: models on which the same ones fail share them. */
import type { ModelResult } from '../../check/result.js';
import { oneLine } from '../../text/one-line.js';
import { visible } from '../../text/visible.js';
import { apart, groupedBy, listed, wrapped } from '../text/layout.js';

/** So many assertions of a test are shown. */
const MOST = 6;

/** A paragraph for each assertion that fails, and what announces it. */
export function assertionParagraphs(
  file: string,
  models: readonly ModelResult[],
  width: number,
): readonly string[] {
  const failing = models.filter((model) => model.failing !== null && model.failing.length > 0);
  if (failing.length === 0) return [];
  const all = failing.flatMap((model) => (model.failing ?? []).map((each) => ({ ...each, model })));
  const groups = groupedBy(all, ({ thread, line, column }) => `${thread} ${line} ${column}`);
  const shown = groups.slice(0, MOST).map((same) => {
    // An execution that ends is shown by its final state, one in which others wait by the deadlock.
    const first = same.find(({ stuck }) => stuck !== true) ?? same[0];
    const { thread, line, text, state, model } = first;
    const titles = listed(same.map((each) => each.model.title));
    const option = first.stuck ? '' : ` --state '${state}'`;
    const command =
      file === '<stdin>' ? '' : ` "pinlitmus explain -m ${model.model}${option} ${file}" shows it.`;
    const others = first.stuck ? ', and others wait for ever' : '';
    const said = `"${visible(oneLine(text))}" of ${thread} fails on ${titles}, at ${file}:${line}${others}.${command}`;
    return wrapped(said, width);
  });
  const more = groups.length > MOST ? wrapped(`${groups.length - MOST} more fail.`, width) : [];
  return apart([...shown, more, wrapped(announcement(failing), width)]);
}

function announcement(models: readonly ModelResult[]): string {
  if (models.every(({ failureExpected }) => failureExpected)) return '';
  return 'An assertion that fails, fails a test that does not announce it: by "+assertion" behind a verdict of "Expect=".';
}

/** A line for the models of a test on which an assertion fails. */
export function assertionNotes(models: readonly ModelResult[], width: number): readonly string[] {
  const failing = models.filter((model) => model.failing !== null && model.failing.length > 0);
  return groupedBy(failing, assertionInBrief).flatMap((same) => {
    const announced = same.every(({ failureExpected }) => failureExpected) ? ', as expected' : '';
    const titles = listed(same.map(({ title }) => title));
    return wrapped(`On ${titles} an assertion fails${announced}: ${assertionInBrief(same[0])}.`, width);
  });
}

/** The first assertion that fails, and how many more do; nothing where none does. */
export function assertionInBrief({ failing }: Pick<ModelResult, 'failing'>): string {
  if (failing === null || failing.length === 0) return '';
  const [{ text, thread, line }] = failing;
  const more = failing.length > 1 ? `, and ${failing.length - 1} more` : '';
  return `${visible(oneLine(text))} of ${thread} at line ${line}${more}`;
}
