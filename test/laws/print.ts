/**
 * The laws of the printer. What is printed reads as the same tree, places apart, and so is the same program on every
 * architecture; and printing what was printed changes nothing. Each says what is wrong with a text, or null.
 */
import { runTest } from '../../src/check/run.js';
import type { Source } from '../../src/diagnostic/source.js';
import { loadTest } from '../../src/lower/load.js';
import { messageOf } from '../../src/report/message.js';
import { printSource } from '../../src/syntax/print/source.js';
import { parseTest } from '../../src/syntax/test.js';
import { LIMITS } from './law.js';

const ARCHITECTURES = ['x86', 'sparc', 'armv8-lse', 'armv8-llsc', 'riscv'] as const;

/** What differs between a text and what is printed of it; a text that is no test is passed over. */
export function printsFaithfully(text: string): string | null {
  const source = { name: 'own.litmus', text };
  const { text: printed } = printSource(source);
  if (printed === null) return null;
  const again = { name: 'printed.litmus', text: printed };
  const { tree, diagnostics } = parseTest(again);
  if (diagnostics.length > 0) return `what is printed has faults: ${messageOf(diagnostics[0])}\n${printed}`;
  if (key(tree) !== key(parseTest(source).tree)) return `what is printed reads differently:\n${printed}`;
  if (printSource(again).text !== printed) return `printed again it changes:\n${printSource(again).text}`;
  return meansTheSame(source, again) ? null : `what is printed is another program:\n${printed}`;
}

/** The same on the final states, model by model. */
export function printsSameStates(text: string): string | null {
  const { text: printed } = printSource({ name: 'own.litmus', text });
  if (printed === null) return 'no test';
  const [own, other] = [text, printed].map(states);
  return own === other ? null : `${own}, printed ${other}\n${printed}`;
}

function states(text: string): string {
  const { test } = loadTest({ name: 'states.litmus', text });
  if (test === null) return 'no test';
  const { models } = runTest(test, { models: test.models, atomics: 'lse', limits: LIMITS });
  return models.map((model) => `${model.model} ${model.possible} ${model.states.join(' | ')}`).join('\n');
}

/** Programs, questions, names and expectations of both; where the text is not understood there is nothing to compare. */
function meansTheSame(source: Source, printed: Source): boolean {
  const [one, other] = [source, printed].map((each) => {
    const { test } = loadTest(each);
    if (test === null) return null;
    const { question, names, expectations } = test;
    const programs = ARCHITECTURES.map((architecture) => test.programFor(architecture));
    return key({ programs, question: { ...question, text: '' }, names, expectations });
  });
  return one === other;
}

/** A value as text that is equal when the values are, but for places in the source and how lines are broken. */
function key(value: unknown): string {
  return JSON.stringify(value, (name, part: unknown) => {
    if (['span', 'source', 'opensLine'].includes(name)) return undefined;
    if (part instanceof Map) return [...part];
    return typeof part === 'bigint' ? `${part}n` : part;
  });
}
