import { describe, expect, it } from 'vitest';
import { type FoundStates, rowsOf } from '../../src/check/rows.js';
import { ask, both, compare, either } from './question.js';

const sb = both(compare(0, '=', 0n), compare(1, '=', 0n));
const found = (states: readonly (readonly bigint[])[], complete = true): FoundStates => ({
  states,
  complete,
});
const three = [
  [0n, 1n],
  [1n, 0n],
  [1n, 1n],
] as const;
const lines = (rows: ReturnType<typeof rowsOf>): readonly string[] =>
  rows.map(
    (row) =>
      `${row.satisfies ? '*' : ' '} ${row.values.map((value) => value ?? 'any').join(' ')}: ${row.cells.join(' ')}`,
  );

describe('the rows of the table', () => {
  it('put the condition first, also when no model allows it', () => {
    expect(lines(rowsOf(ask('exists', ['r0', 'r1'], sb), [0n, 0n], [found(three)]))).toEqual([
      '* 0 0: forbidden',
      '  0 1: allowed',
      '  1 0: allowed',
      '  1 1: allowed',
    ]);
  });

  it('say for every model what it allows', () => {
    const weak = found([[0n, 0n], ...three]);
    expect(lines(rowsOf(ask('~exists', ['r0', 'r1'], sb), [0n, 0n], [found(three), weak]))[0]).toBe(
      '* 0 0: forbidden allowed',
    );
  });

  it('never say forbidden of an exploration that was cut short', () => {
    const rows = rowsOf(ask('exists', ['r0', 'r1'], sb), [0n, 0n], [found(three), found([[0n, 1n]], false)]);
    expect(lines(rows)).toEqual([
      '* 0 0: forbidden unknown',
      '  0 1: allowed allowed',
      '  1 0: allowed unknown',
      '  1 1: allowed unknown',
    ]);
  });

  it('build the states of a disjunction from values seen, initial and compared with', () => {
    const condition = either(compare(0, '=', 2n), both(compare(0, '=', 0n), compare(1, '>', 0n)));
    expect(lines(rowsOf(ask('exists', ['r0', 'x'], condition), [0n, 0n], [found([[1n, 1n]])]))).toEqual([
      '* 0 1: forbidden',
      '* 2 0: forbidden',
      '* 2 1: forbidden',
      '  1 1: allowed',
    ]);
  });

  it('leave open what the condition does not look at', () => {
    const rows = rowsOf(ask('exists', ['r0', 'x'], compare(0, '=', 0n)), [0n, 0n], [found([[1n, 5n]])]);
    expect(lines(rows)[0]).toBe('* 0 any: forbidden');
  });

  it('ask for forall about the states that refute it', () => {
    const rows = rowsOf(ask('forall', ['r0'], compare(0, '=', 1n)), [0n], [found([[1n]])]);
    expect(lines(rows)).toEqual(['  0: forbidden', '* 1: allowed']);
  });

  it('build no state that the filter excludes', () => {
    const filter = compare(1, '=', 1n);
    const rows = rowsOf(
      ask('exists', ['r0', 'r1'], compare(0, '=', compared(1)), filter),
      [0n, 0n],
      [found([[0n, 1n]])],
    );
    expect(lines(rows)).toEqual(['  0 1: allowed']);
  });

  it('stay few when very many states would satisfy the condition', () => {
    const names = Array.from({ length: 8 }, (_, index) => `r${index}`);
    const condition = compare(0, '!=', compared(1));
    expect(
      rowsOf(
        ask('exists', names, condition),
        names.map(() => 0n),
        [found([])],
      ).length,
    ).toBeLessThanOrEqual(64);
  });
});

function compared(index: number): { index: number } {
  return { index };
}
