/** A handful of results that between them hold everything the report must lay out. */
import type { TestResult } from '../../src/check/result.js';
import { ask, both, compare, either } from '../check/question.js';
import { resultOf } from './sample.js';

const THREE = [
  [0, 1],
  [1, 0],
  [1, 1],
];
const FOUR = [[0, 0], ...THREE];
const BOTH_ZERO = both(compare(0, '=', 0n), compare(1, '=', 0n));
const SB = ask('exists', ['0:r0', '1:r0'], BOTH_ZERO);
const never = { states: THREE, expected: 'Never' } as const;

const barrier = resultOf({
  name: 'gup-barrier',
  title: 'GUP pins a page while writeback starts, the barrier scheme',
  file: 'litmus/gup-writeback/barrier.litmus',
  question: ask('exists', ['0:wb', '1:pinned'], BOTH_ZERO),
  names: [
    { label: 'PageWriteback', observable: 0 },
    { label: 'page_pin', observable: 1 },
  ],
  models: { SC: never, 'x86-TSO': never, PSO: never, Armv8: never, 'RISC-V': { states: THREE } },
});

const failing = resultOf({
  name: 'SB',
  file: 'litmus/classics/SB.litmus',
  text: '0:r0=0 /\\\n  1:r0=0',
  question: SB,
  models: {
    SC: never,
    'x86-TSO': { states: FOUR, expected: 'Sometimes' },
    PSO: { states: FOUR },
    Armv8: { states: FOUR, expected: 'Never' },
    'RISC-V': { states: FOUR },
  },
});

const WIDE_STATES = [
  [1, 0, 0, 0, 1, 1, 10, 1],
  [0, 0, 0, 0, 1, 1, 2, 2],
  [0, 1, 1, 1, 1, 1, 1000, 2],
];

const wide = resultOf({
  name: 'wide',
  file: 'litmus/wide.litmus',
  text: '0:r0=1 /\\ x=2',
  question: ask(
    'exists',
    ['0:r0', '0:r1', '1:r0', '1:r1', '2:r0', '2:r1', 'count', 'x'],
    both(compare(0, '=', 1n), compare(7, '=', 2n)),
  ),
  models: {
    SC: { states: WIDE_STATES },
    'x86-TSO': { states: WIDE_STATES.slice(1), explored: 1 },
    PSO: { states: WIDE_STATES.slice(1), incomplete: { kind: 'time', milliseconds: 60_000 } },
    Armv8: { states: WIDE_STATES, incomplete: { kind: 'states', bound: 10_000_000 }, explored: 10_000_000 },
  },
});

const MANY = Array.from({ length: 40 }, (_, index) => [index % 7, index, index * 3]);

const many = resultOf({
  name: 'many',
  title: 'More final states than a screen holds, some threads stuck, and a condition that nothing satisfies',
  file: 'litmus/many.litmus',
  question: ask('~exists', ['a', 'b', 'c'], either(compare(0, '=', 9n), compare(1, '=', 99n))),
  names: [{ label: 'pins', observable: 1 }],
  models: {
    SC: { states: MANY, deadlocks: 1, announced: 'Result' },
    'x86-TSO': { states: MANY.slice(3), deadlocks: 4, announced: 'Result' },
  },
});

const forall = resultOf({
  name: 'forall',
  file: 'litmus/forall.litmus',
  text: '(a=1)',
  plainLines: [7, 12],
  question: ask('forall', ['a', 'b'], compare(0, '=', 1n)),
  models: {
    SC: { states: [[1, 0]], expected: 'Always' },
    'x86-TSO': { states: [[1, 1]], expected: 'Always' },
    Armv8: {
      states: [
        [1, 0],
        [0, 1],
      ],
      expected: 'Always',
    },
  },
});

const cramped = resultOf({
  name: 'cramped',
  file: 'a/very/long/path/to/a/test/that/does/not/really/fit/anywhere/at/all/in/eighty/columns.litmus',
  text: '0:r0=1',
  question: ask(
    'exists',
    ['page_reference_counts_of_the_transparent_huge_page[12].mapcount', '0:r0'],
    compare(1, '=', 1n),
  ),
  models: {
    SC: { states: [], deadlocks: 2 },
    'x86-TSO': { states: [[0, 0]], incomplete: { kind: 'time', milliseconds: 60_000 } },
    Armv8: { states: [[0, 1]], expected: 'Never', incomplete: { kind: 'unrolling', bound: 16 } },
  },
});

const verdictOnly = resultOf({
  name: 'only',
  file: 'litmus/a-name-that-is-long-and-a-verdict-all-share.litmus',
  verdictOnly: true,
  question: ask('exists', ['x', 'y'], both(compare(0, '=', 0n), compare(1, '=', 1n))),
  names: [
    { label: 'dirty', observable: 0 },
    { label: 'pins', observable: 1 },
  ],
  models: {
    SC: { states: FOUR, expected: 'Sometimes' },
    'x86-TSO': { states: FOUR },
    PSO: { states: FOUR },
    Armv8: { states: FOUR, expected: 'Sometimes' },
    'RISC-V': { states: FOUR },
  },
});

const halfway = resultOf({
  name: 'halfway',
  file: 'litmus/halfway.litmus',
  verdictOnly: true,
  question: SB,
  models: {
    SC: { states: [], incomplete: { kind: 'states', bound: 1000 } },
    'x86-TSO': {
      states: FOUR.slice(0, 1),
      incomplete: { kind: 'states', bound: 1000 },
      expected: 'Sometimes',
    },
    Armv8: { states: FOUR.slice(0, 1), incomplete: { kind: 'memory', megabytes: 2048 }, expected: 'Never' },
  },
});

export const SAMPLES: Readonly<Record<string, TestResult>> = {
  barrier,
  failing,
  wide,
  many,
  forall,
  cramped,
  verdictOnly,
  halfway,
};
