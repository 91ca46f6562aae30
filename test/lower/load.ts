/** Litmus texts into tests and programs, and faults into lines: what the tests of lowering share. */

import { loadTest } from '../../src/dialects/load.js';
import type { Architecture } from '../../src/program/program.js';
import type { Test } from '../../src/program/test.js';
import { byPosition } from '../../src/text/diagnostic.js';
import { printProgram } from '../program/print-program.js';

/** A test that must have no errors. */
export function load(text: string): Test {
  const { test } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(faults(text).join('\n'));
  return test;
}

/** Each fault as `code 'token': payload`, with its notes and its fix; its sentence is the report's, and tested there. */
export function faults(text: string): readonly string[] {
  const { diagnostics } = loadTest({ name: 'test.litmus', text });
  return [...diagnostics].sort(byPosition).map((diagnostic) => {
    const { span, code, severity, notes = [], fix, ...payload } = diagnostic;
    const token = span.source.text.slice(span.start, span.end);
    const values = Object.entries(payload).map(([key, value]) => `${key} ${value}`);
    const hints = notes.map((note) => note.message);
    const mended = fix === undefined ? [] : [`fix ${apply(text, fix)}`];
    const parts = [...values, ...hints, ...mended].join('; ');
    return `${severity === 'warning' ? 'warning ' : ''}${code} '${token}'${parts === '' ? '' : `: ${parts}`}`;
  });
}

/** The line that a fix changes, as it reads afterwards. */
function apply(text: string, fix: { span: { start: number; end: number }; replacement: string }): string {
  const mended = text.slice(0, fix.span.start) + fix.replacement + text.slice(fix.span.end);
  const start = mended.lastIndexOf('\n', fix.span.start - 1) + 1;
  const end = mended.indexOf('\n', fix.span.start + fix.replacement.length);
  return mended.slice(start, end === -1 ? undefined : end).trim();
}

/** A test of one thread over a few locations of common types. */
export function withBody(body: string, init = ''): string {
  const parameters =
    'int *x, int *y, int *a, atomic_t *c, atomic_long_t *w, u64 *u, spinlock_t *l, struct page *page';
  return `C test\n{ int a[2]; ${init} }\nP0(${parameters}) {\n${body}\n}\nexists (true)\n`;
}

/** The instructions of a body on one architecture, a line each, without their numbers. */
export function code(body: string, architecture: Architecture = 'x86', init = ''): readonly string[] {
  const printed = printProgram(load(withBody(body, init)).programFor(architecture));
  return printed
    .slice(printed.indexOf('\nP0:') + 1)
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.trim().replace(/^\d+ {2}/, ''));
}
