/** Texts that are hardly tests any more: random bytes, tests with pieces changed. The front end must survive them. */

import fc from 'fast-check';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import type { Test } from '../../src/program/test.js';
import { queryOf } from '../../src/query/query.js';
import { renderDiagnostic } from '../../src/report/text/render-diagnostic.js';
import { explore } from '../../src/search/explore.js';
import { byPosition } from '../../src/text/diagnostic.js';

/** A text that takes longer than this to be read hangs. */
const MILLISECONDS = 2000;
const SMALL = { states: 5000, milliseconds: 300, megabytes: 256 };

/** What is wrong with how a text is received, or null. */
export function survives(text: string): string | null {
  const begin = performance.now();
  const { test, diagnostics } = loadTest({ name: 'mutated.litmus', text });
  const time = performance.now() - begin;
  if (time > MILLISECONDS) return `${time.toFixed(0)} ms to read`;
  if (test === null && diagnostics.length === 0) return 'neither a test nor an error';
  if ([...diagnostics].sort(byPosition).some((each, index) => each !== diagnostics[index]))
    return 'diagnostics out of order';
  for (const diagnostic of diagnostics) {
    const { start, end } = diagnostic.span;
    if (!(0 <= start && start <= end && end <= text.length))
      return `${diagnostic.code} lies outside the text`;
    renderDiagnostic(diagnostic, { colour: false, width: 60 });
  }
  return test === null ? null : runs(test);
}

/** Whatever it has become, it runs without throwing. */
function runs(test: Test): string | null {
  for (const model of MACHINES) {
    const begin = performance.now();
    explore(queryOf(test, model, { atomics: 'lse', limits: SMALL }));
    const time = performance.now() - begin;
    if (time > SMALL.milliseconds + MILLISECONDS)
      return `${model.name}: ${time.toFixed(0)} ms, past its limit`;
  }
  return null;
}

/** Changed versions of a text: pieces of it, or of another, put in place of others. */
export function mutations(samples: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...samples).chain((sample) => {
    const pieces = sample.match(/\s+|\w+|\/\\|\\\/|./gu) ?? [''];
    const edit = fc.record({
      from: fc.nat(pieces.length),
      length: fc.nat(4),
      piece: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...pieces) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('', '0', '-1', '4294967296', '(*', '*)', '"', '{', '}', ';', '\0'),
        },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
      ),
    });
    return fc
      .array(edit, { minLength: 1, maxLength: 5 })
      .map((edits) =>
        edits
          .reduce((text, { from, length, piece }) => text.toSpliced(from, length, piece), [...pieces])
          .join(''),
      );
  });
}

/** Random bytes behind each dialect's first word, or alone. */
export function bytes(): fc.Arbitrary<string> {
  const word = fc.constantFrom(
    '',
    'C a\n',
    'C a\n{}\nP0(int *x) {',
    'AArch64 a\n',
    'X86 a\n{}\n P0 ;\n',
    'RISCV a\n',
  );
  const data = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each).toString('latin1')),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
  );
  return fc.tuple(word, data).map((parts) => parts.join(''));
}
