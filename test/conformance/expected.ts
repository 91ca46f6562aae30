/**
 * What herd7 says of published tests. A folder holds tests and `expected.jsonl`, a line a test: for C
 * `{ file, models: { sc: { states, herdMs } … } }`, for assembly, whose tests run on their architecture's own model,
 * the inner object itself. Where herd7 ran out of time, the test must finish here, and `allowed` says whether the
 * condition's state is known to be reachable.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { THIN_AIR_TEXT } from '../../src/program/special-values.js';

export type State = Readonly<Record<string, string>>;

export interface Expected {
  readonly states?: readonly State[];
  readonly observation?: string;
  readonly herd?: string;
  readonly herdMs?: number;
  readonly allowed?: boolean;
  /** What herd7 flags in some execution, such as `data-race`. */
  readonly flags?: readonly string[];
}

export interface ExpectedTest {
  readonly file: string;
  readonly models: Readonly<Record<string, Expected>>;
}

/** A line of the table; assembly's has no models. */
export type ExpectedLine = { readonly file: string } & (Expected | Pick<ExpectedTest, 'models'>);

/** What herd7 was given before it was stopped. */
const HERD_LIMIT = 10_000;

export function hasExpected(folder: string): boolean {
  return existsSync(join(folder, 'expected.jsonl'));
}

export function readExpected(folder: string): readonly ExpectedLine[] {
  const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line): ExpectedLine => JSON.parse(line));
}

/** The line in C's form. `own` is the test's own model. */
export function byModel(line: ExpectedLine, own: string): ExpectedTest {
  return 'models' in line ? line : { file: line.file, models: { [own]: line } };
}

/** How long herd7 took, or more than how long. */
export function herdMilliseconds(expected: Expected | undefined): number {
  return expected?.herdMs ?? (expected?.herd === 'timeout' ? HERD_LIMIT : 0);
}

/** Whether herd7 itself cannot read the test. */
export function isUnreadable({ models }: ExpectedTest): boolean {
  return Object.values(models).every((each) => each.states === undefined);
}

/** A set of states as texts that are equal when the states are. */
export function keysOf(states: readonly State[]): ReadonlySet<string> {
  // A value that nothing determines is a symbol of herd7's solver: it comes out of thin air.
  const spelled = (value: string): string => (/^S\d+$/.test(value) ? THIN_AIR_TEXT : value);
  return new Set(states.map((state) => keyOf(Object.keys(state), Object.values(state).map(spelled))));
}

export function keyOf(names: readonly string[], values: readonly string[]): string {
  return names
    .map((name, index) => `${name}=${values[index]}`)
    .sort()
    .join(' ');
}
