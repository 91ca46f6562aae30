/** Instructions into programs and values: what the tests of the assembly dialects share. */
import { runTest } from '../../src/check/run.js';
import { load } from '../lower/load.js';
import { printProgram } from '../program/print-program.js';

/** A test of one thread; instructions are separated by `;`. */
export function oneThread(
  dialect: string,
  instructions: string,
  init = '',
  question = 'exists (x=0)',
): string {
  const rows = instructions.split(';').map((each) => ` ${each.trim()} ;\n`);
  return `${dialect} test\n{ x=0; ${init} }\n P0 ;\n${rows.join('')}${question}\n`;
}

/** The instructions of a thread, a line each, without their numbers. */
export function lowered(dialect: string, instructions: string, init = ''): readonly string[] {
  const printed = printProgram(load(oneThread(dialect, instructions, init)).programFor('x86'));
  const thread = printed.slice(printed.indexOf('\nP0:') + 1).split('\n');
  return thread
    .slice(1)
    .map((line) => line.trim().replace(/^\d+ {2}/, ''))
    .filter((line) => line !== '');
}

/** The final values of some observables of a test that has one final state on SC. */
export function final(text: string): Readonly<Record<string, string>> {
  const limits = { states: 100_000, milliseconds: 10_000, megabytes: 1024 };
  const result = runTest(load(text), { models: ['sc'], atomics: 'lse', limits });
  const names = result.info?.observables ?? [];
  const states = result.models[0].states;
  if (states.length !== 1) throw new Error(`${states.length} final states`);
  return Object.fromEntries(names.map((name, index) => [name, states[0][index]]));
}
