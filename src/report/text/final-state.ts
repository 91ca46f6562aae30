/**
 * How final states read: `0:r0=1; x=2`, or as propositions where the test names its observables,
 * `!PageWriteback &&  page_pin`. Observables stand in columns, so that rows compare at a glance. A state that is
 * wider than its place is folded: every line holds the same number of observables, and all rows fold alike.
 */
import type { TestInfo } from '../../check/result.js';
import { flagText } from '../../program/spell.js';
import { visible } from '../../text/visible.js';
import { longest, padded, widthOf } from './layout.js';

type Values = readonly (string | null)[];

/** How one observable is written in all rows of a table. */
export interface ObservableSpelling {
  readonly label: string;
  readonly named: boolean;
  /** Whether it is a named thing that is only ever 0 or 1, and reads as a proposition; null where no state is shown. */
  readonly truth: boolean | null;
}

/** The spelling of every observable, given all states that are shown. */
export function spellings(info: TestInfo, states: readonly Values[]): readonly ObservableSpelling[] {
  return info.observables.map((observable, index) => {
    const name = info.names.find((candidate) => candidate.observable === index);
    const binary = states.every(
      (state) => state[index] === '0' || state[index] === '1' || state[index] === null,
    );
    return {
      label: visible(name?.label ?? observable),
      named: name !== undefined,
      truth: name !== undefined && (states.length === 0 ? null : binary),
    };
  });
}

/** States as they are shown, with the spelling of their columns. */
export interface Shown {
  readonly spelling: readonly ObservableSpelling[];
  readonly states: readonly Values[];
}

/** The states in words: flags by their names. */
function inWords({ flags, observables }: TestInfo, states: readonly Values[]): readonly Values[] {
  if (flags.size === 0) return states;
  const known = observables.map((name) => flags.get(name));
  return states.map((state) =>
    state.map((value, index) => {
      const names = known[index];
      return value === null || names === undefined ? value : flagText(value, names);
    }),
  );
}

/** The states with each array that the test asks for as a whole in one column, `x={1,2}`, unless some element has a name. */
export function shownStates(info: TestInfo, found: readonly Values[]): Shown {
  const spelling = spellings(info, found);
  const states = inWords(info, found);
  const arrays = info.arrays.filter(
    ({ observables }) => observables.length > 0 && !observables.some((index) => spelling[index].named),
  );
  if (arrays.length === 0) return { spelling, states };
  const whole = new Map(arrays.map((array) => [Math.min(...array.observables), array]));
  const parts = new Set(arrays.flatMap(({ observables }) => observables));
  const columns = [...spelling.keys()].filter((index) => whole.has(index) || !parts.has(index));
  return {
    spelling: columns.map((index) => {
      const array = whole.get(index);
      return array === undefined ? spelling[index] : { label: array.name, named: false, truth: false };
    }),
    states: states.map((state) =>
      columns.map((index) => {
        const array = whole.get(index);
        return array === undefined ? state[index] : list(state, array.observables);
      }),
    ),
  };
}

/** `{1,2}`; null where any values would do. */
function list(state: Values, observables: readonly number[]): string | null {
  const values = observables.map((index) => state[index]);
  return values.every((value) => value === null)
    ? null
    : `{${values.map((value) => value ?? 'any').join(',')}}`;
}

/**
 * A few states in which every observable has each value that it has in some of these: how wide columns are, and so how states fold,
 * is told by them as well as by all.
 */
export function everyValue(states: readonly Values[]): readonly Values[] {
  const columns: Set<string | null>[] = (states[0] ?? []).map(() => new Set());
  for (const state of states) {
    for (const [index, known] of columns.entries()) known.add(state[index]);
  }
  const lists = columns.map((known) => [...known]);
  const rows = Math.max(Math.min(states.length, 1), ...lists.map(({ length }) => length));
  return Array.from({ length: rows }, (_, row) => lists.map((list) => list[row % list.length]));
}

/** The lines of each state, at most `width` wide unless a single observable is wider. */
export function stateLines(
  spelling: readonly ObservableSpelling[],
  states: readonly Values[],
  width: number,
): readonly (readonly string[])[] {
  const atoms = atomsOf(spelling, states);
  const columns = spelling.length;
  if (columns === 0) return states.map(() => ['(nothing observed)']);
  const separator = spelling.some(({ named }) => named) ? ' &&' : ';';
  let perLine = columns;
  while (perLine > 1 && gridWidth(atoms, perLine, separator) > width) perLine -= 1;
  perLine = Math.ceil(columns / Math.ceil(columns / perLine));
  const widths = gridWidths(atoms, perLine);
  return atoms.map((row) => fold(row, perLine, widths, separator));
}

/** The width of the widest observable, with what follows it. */
export function narrowest(spelling: readonly ObservableSpelling[], states: readonly Values[]): number {
  return longest(atomsOf(spelling, states).flat()) + 3;
}

function atomsOf(
  spelling: readonly ObservableSpelling[],
  states: readonly Values[],
): readonly (readonly string[])[] {
  const negated = spelling.map((_, index) => states.some((state) => state[index] === '0'));
  return states.map((state) => spelling.map((one, index) => atom(one, state[index], negated[index])));
}

/** One observable with its value; null is any value. A true proposition is set under the `!` of a false one. */
function atom({ label, truth }: ObservableSpelling, value: string | null, negated: boolean): string {
  if (value === null || !truth) return `${label}=${value ?? 'any'}`;
  if (value === '0') return `!${label}`;
  return negated ? ` ${label}` : label;
}

function fold(
  row: readonly string[],
  perLine: number,
  widths: readonly number[],
  separator: string,
): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; from < row.length; from += perLine) {
    const parts = row.slice(from, from + perLine).map((text, column) => {
      if (from + column === row.length - 1) return text;
      return separator === ';'
        ? padded(`${text};`, widths[column] + 1)
        : padded(text, widths[column]) + separator;
    });
    lines.push(parts.join(' '));
  }
  return lines;
}

function gridWidths(atoms: readonly (readonly string[])[], perLine: number): readonly number[] {
  const widths = new Array<number>(perLine).fill(0);
  for (const row of atoms) {
    row.forEach((text, index) => {
      widths[index % perLine] = Math.max(widths[index % perLine], widthOf(text));
    });
  }
  return widths;
}

function gridWidth(atoms: readonly (readonly string[])[], perLine: number, separator: string): number {
  const folded = atoms.length > 0 && atoms[0].length > perLine;
  const joints = folded ? perLine : perLine - 1;
  return (
    gridWidths(atoms, perLine).reduce((sum, width) => sum + width, 0) +
    joints * separator.length +
    perLine -
    1
  );
}
