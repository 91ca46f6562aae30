/**
 * The laws of the printer. What is printed reads as the same tree, places apart, and so is the same program on every
 * architecture; and printing what was printed changes nothing. Each says what is wrong with a text, or null.
 */
import { loadTest } from '../../src/dialects/load.js';
import { parseTest } from '../../src/dialects/parse.js';
import { printSource } from '../../src/dialects/print-source.js';
import { messageOf } from '../../src/report/text/message.js';

/** Places; and what the kernel's definitions bring along, which is not printed and comes again with the names. */
const PLACES: ReadonlySet<string> = new Set(['span', 'source', 'opensLine', 'library']);
/** What says whether an assertion failed is called by its line, which is a place too. */
const OF_LINE = /((?:WARN|BUG|assert|lockdep|unreachable|VM_)\w*_)\d+$/i;
const ARCHITECTURES = ['x86', 'sparc', 'armv8-lse', 'armv8-llsc', 'riscv'] as const;

/** What differs between the tree of a text and that of what is printed of it; a text that is no test is passed over. */
export function printsSameTree(text: string): string | null {
  const { text: printed } = printSource({ name: 'own.litmus', text });
  if (printed === null) return null;
  const again = { name: 'printed.litmus', text: printed };
  const { tree, diagnostics } = parseTest(again);
  if (diagnostics.length > 0) return `what is printed has faults: ${messageOf(diagnostics[0])}\n${printed}`;
  const own = parseTest({ name: 'own.litmus', text }).tree;
  if (!same(tree, own)) return `what is printed reads differently:\n${printed}`;
  const twice = printSource(again).text;
  return twice === printed ? null : `printed again it changes:\n${twice}`;
}

/** The same on the trees and on the programs that become of them. */
export function printsFaithfully(text: string): string | null {
  const { text: printed } = printSource({ name: 'own.litmus', text });
  const complaint = printsSameTree(text);
  if (printed === null || complaint !== null) return complaint;
  return same(lowered(text), lowered(printed)) ? null : `what is printed is another program:\n${printed}`;
}

/** The programs, question, names and expectations of a text; where it is not understood, only that. */
export function lowered(text: string): unknown {
  const { test } = loadTest({ name: 'lowered.litmus', text });
  if (test === null) return 'not understood';
  const { question, names, expectations } = test;
  const programs = ARCHITECTURES.map((architecture) => test.programFor(architecture));
  return {
    programs,
    question: { ...question, text: '' },
    names,
    expectations: [...expectations.models, expectations.kernel],
  };
}

/** Whether two values are the same, but for places in the source and how lines are broken. */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string')
    return one.replace(OF_LINE, '$1') === other.replace(OF_LINE, '$1');
  if (!isRecord(one) || !isRecord(other)) return Object.is(one, other);
  const names = Object.keys(one).filter((name) => !PLACES.has(name));
  return (
    names.length === Object.keys(other).filter((name) => !PLACES.has(name)).length &&
    names.every((name) => same(one[name], other[name]))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
