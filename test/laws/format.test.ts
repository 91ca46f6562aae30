/**
 * The laws of the layout, on random tests, on every case of the library and on the published tests where they are at hand: what
 * is laid out reads as the same test and has the same comments in order, and laying it out again changes nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialectOf, parseTest } from '../../src/dialects/parse.js';
import { formatSource } from '../../src/format/format-source.js';
import { commentsOf } from '../../src/format/same-reading.js';
import { ASSEMBLY } from './assembly.js';
import { texts } from './generate.js';
import { loops } from './loops.js';
import { lowered, same } from './print.js';
import { statements } from './statements.js';
import { structures } from './structures.js';

const SEED = 20190108;
const RUNS = Number(process.env.PINLITMUS_LAW_RUNS ?? 40);
const LIBRARY = join(import.meta.dirname, '../../litmus');
const PUBLISHED = ['corpus', 'corpus-next'].map((name) => join(import.meta.dirname, '../../../shared', name));

const GENERATORS = [
  ['C', texts()] as const,
  ['C with structures', structures()] as const,
  ['C with loops', loops()] as const,
  ['all that C and the question have', statements()] as const,
  ...[...ASSEMBLY].map(([name, make]) => [name, make(3)] as const),
];

/** What is wrong with the layout of a text, or null. */
function complaintAbout(text: string, depth: 'tree' | 'program'): string | null {
  const own = parseTest({ name: 'own.litmus', text });
  const { text: laidOut, unfaithful } = formatSource({ name: 'own.litmus', text });
  if (unfaithful) return 'no layout reads the same';
  if (laidOut === null)
    return own.diagnostics.some(({ severity }) => severity === 'error') ? null : 'no layout';
  const { tree } = parseTest({ name: 'laid-out.litmus', text: laidOut });
  // The keys of the header change places.
  const sorted = (each: typeof tree): unknown =>
    each && { ...each, info: each.info.map(({ key, value }) => `${key.text}=${value.text}`).sort() };
  if (!same(sorted(tree), sorted(own.tree))) return `it reads differently:\n${laidOut}`;
  if (depth === 'program' && !same(lowered(text), lowered(laidOut)))
    return `it is another program:\n${laidOut}`;
  const language = dialectOf({ name: '', text })?.language ?? 'C';
  const [before, after] = [text, laidOut].map((each) => commentsOf({ name: '', text: each }, language));
  if (!same(before, after)) return `its comments differ:\n${laidOut}`;
  if (/[ \t]$/m.test(laidOut)) return `it has blanks at the end of a line:\n${laidOut}`;
  const again = formatSource({ name: 'laid-out.litmus', text: laidOut }).text;
  return again === laidOut ? null : `laid out again it changes:\n${again}`;
}

/** The tests below a folder. */
function testsBelow(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.litmus')).sort();
}

describe.each(GENERATORS)('%s, laid out', (_, generated) => {
  it('is the same test', () => {
    fc.assert(
      fc.property(generated, (text) => {
        expect(complaintAbout(text, 'program'), text).toBeNull();
      }),
      { numRuns: 2 * RUNS, seed: SEED },
    );
  });

  it('is the same test whatever stood between its words', () => {
    fc.assert(
      fc.property(
        generated,
        fc.infiniteStream(fc.constantFrom('', ' ', '  ', ' /* c */ ')),
        (text, blanks) => {
          // Behind a comma and a semicolon anything may stand, in C a comment too.
          const isC = text.startsWith('C ');
          const other = text.replaceAll(/([,;]) (?=\S)/g, (_whole, sign) => {
            const blank = blanks.next().value;
            return `${sign}${isC ? blank : blank.replace(/\S+.*\S/, '')}`;
          });
          expect(complaintAbout(other, 'tree'), other).toBeNull();
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

it('every case of the library is laid out already', () => {
  const changed = testsBelow(LIBRARY).filter((name) => {
    const text = readFileSync(join(LIBRARY, name), 'utf8');
    return formatSource({ name, text }).text !== text;
  });
  expect(changed).toEqual([]);
});

it('every published test, laid out, is the same test', { timeout: 120_000 }, ({ skip }) => {
  skip(!PUBLISHED.every((folder) => existsSync(folder)), 'the published tests are not at hand');
  const complaints = PUBLISHED.flatMap((folder) =>
    testsBelow(folder).flatMap((name) => {
      const complaint = complaintAbout(readFileSync(join(folder, name), 'utf8'), 'tree');
      return complaint === null ? [] : [`${name}: ${complaint}`];
    }),
  );
  expect(complaints).toEqual([]);
});
