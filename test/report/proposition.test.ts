import { expect, it } from 'vitest';
import type { QuestionInfo } from '../../src/check/result.js';
import type { Proposition } from '../../src/program/condition.js';
import type { ObservableSpelling } from '../../src/report/text/final-state.js';
import { quoted } from '../../src/report/text/test-words.js';
import { both, compare, either } from '../check/question.js';

const spelling: readonly ObservableSpelling[] = [
  { label: 'writeback', named: true, truth: true },
  { label: 'pins', named: true, truth: false },
  { label: '1:r2', named: false, truth: false },
];
const quote = (proposition: Proposition, names = spelling): string => {
  const asked: QuestionInfo = {
    quantifier: 'exists',
    text: ' a \n = 1',
    proposition,
    addresses: new Map([[4096n, 'page']]),
  };
  return quoted(asked, names);
};

it('a condition without names is quoted as written, on one line', () => {
  expect(quote(compare(2, '=', 1n), [spelling[2], spelling[2], spelling[2]])).toBe('"a = 1"');
});

it('names of truth values read as propositions, others with their value', () => {
  expect(quote(both(compare(0, '=', 0n), compare(1, '=', 3n)))).toBe('"!writeback && pins=3"');
  expect(quote(compare(0, '!=', 0n))).toBe('"writeback"');
  expect(quote(compare(0, '=', 2n))).toBe('"writeback=2"');
});

it('addresses are quoted by their names', () => {
  expect(quote(compare(2, '=', 4096n))).toBe('"1:r2=page"');
});

it('parentheses stand where they are needed and nowhere else', () => {
  const a = compare(0, '=', 1n);
  const b = compare(1, '>', 1n);
  const c = compare(2, '=', 0n);
  expect(quote(both(either(a, b), c))).toBe('"(writeback || pins>1) && 1:r2=0"');
  expect(quote(either(both(a, b), c))).toBe('"writeback && pins>1 || 1:r2=0"');
  expect(quote({ kind: 'not', operand: both(a, b) })).toBe('"!(writeback && pins>1)"');
  expect(quote({ kind: 'not', operand: b })).toBe('"!(pins>1)"');
  expect(quote({ kind: 'implies', left: a, right: { kind: 'implies', left: b, right: c } })).toBe(
    '"writeback => pins>1 => 1:r2=0"',
  );
});
