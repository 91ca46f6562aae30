/** What C texts come to when they are run: the final states of tests that have one, and verdicts on every model. */
import { runTest } from '../../src/check/run.js';
import { loadTest } from '../../src/dialects/load.js';
import { messageOf } from '../../src/report/text/message.js';
import { load } from '../lower/load.js';

const limits = { states: 200_000, milliseconds: 20_000, megabytes: 1024 };

/** The final values of what the condition and `locations` name, on SC and under the kernel's model alike. */
export function finalState(text: string): string {
  const result = runTest(load(text), { models: ['sc', 'lkmm'], atomics: 'lse', limits });
  const names = result.info?.observables ?? [];
  const found = result.models.map(({ states }) =>
    states.map((values) => names.map((name, index) => `${name}=${values[index]}`).join(' ')).join(' | '),
  );
  return found[0] === found[1] ? found[0] : found.join(' or ');
}

/** The models that verdicts are asked of. */
export const ASKED = ['lkmm', 'sc', 'tso', 'pso', 'armv8', 'riscv'] as const;

/** The observation on every model that is asked, or the one that all of them give. */
export function verdicts(text: string): string {
  const result = runTest(load(text), { models: ASKED, atomics: 'lse', limits });
  const all = result.models.map(({ model, possible }) => ({ model, found: possible.join('|') }));
  const [{ found }] = all;
  if (all.every((each) => each.found === found)) return found;
  return all.map((each) => `${each.model}:${each.found}`).join(' ');
}

/** What is said about a text: each message with the line that it is about. */
export function said(text: string): readonly string[] {
  const { diagnostics } = loadTest({ name: 'test.litmus', text });
  return diagnostics.map((each) => {
    const line = text.slice(0, each.span.start).split('\n').length;
    return `${line}: ${each.severity === 'warning' ? 'warning: ' : ''}${messageOf(each)}`;
  });
}
