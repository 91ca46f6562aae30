/**
 * A test as text again, in canonical form: tabs and braces as in the kernel, no parenthesis that precedence makes needless,
 * the instruction table in aligned columns. What the parser keeps comes out, and reading the text gives the same tree,
 * places apart. What it does not keep is gone: comments and prose of the header, the spelling of numbers (`0x10`), macros
 * (they are expanded), `const` and `static`, the types of `locations`. The comment `Result: Never` is an expectation, and
 * stays. A location or label called `exists`, or by another word of the question, is beyond it where it then begins a line.
 * herd7 reads the text where the test uses nothing beyond herd7's language.
 */

import type { AssemblyTest } from '../assembly/assembly-tree.js';
import { readKernelResult } from '../expectation.js';
import type { CTest } from '../tree.js';
import { definitionText, fileScopeText } from './print-definition.js';
import { assemblyInitText, initText } from './print-init.js';
import { operandText, questionText } from './print-question.js';
import { tableText } from './print-table.js';

/** The text of a test that the parser gave. */
export function printTest(tree: CTest | AssemblyTest): string {
  const parts = [
    header(tree),
    result(tree),
    ...(tree.language === 'C' ? c(tree) : assembly(tree)),
    questionText(tree, operandText),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function c({ init, definitions, functions, threads }: CTest): readonly string[] {
  const defined = definitions.map(fileScopeText);
  return [initText(init), ...defined, ...functions.map(definitionText), ...threads.map(definitionText)];
}

function assembly({ init, threads }: AssemblyTest): readonly string[] {
  return [assemblyInitText(init), tableText(threads)];
}

function header({ dialect, name, title, info }: CTest | AssemblyTest): string {
  const quoted = title === null ? [] : [`"${title}"`];
  return [
    `${dialect} ${name.text}`,
    ...quoted,
    ...info.map(({ key, value }) => `${key.text}=${value.text}`),
  ].join('\n');
}

/** The kernel's verdict, which is read from a comment. */
function result(tree: CTest | AssemblyTest): string {
  const { kernel, race } = readKernelResult(tree);
  return kernel === null ? '' : `(* Result: ${kernel}${race ? ' DATARACE' : ''} *)`;
}
