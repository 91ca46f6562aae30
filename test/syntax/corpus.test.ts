/** The published tests, where they are at hand: all that herd7 reads must parse, and in fact all do. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { messageOf } from '../../src/report/text/message.js';
import { parseC } from '../../src/syntax/parse-c.js';

const folder = join(import.meta.dirname, '../../../shared/corpus/c');

test('every published test parses without a complaint', ({ skip }) => {
  skip(!existsSync(folder), 'the published tests are not at hand');
  const complaints = readdirSync(folder)
    .filter((name) => name.endsWith('.litmus'))
    .flatMap((name) => {
      const { diagnostics } = parseC({ name, text: readFileSync(join(folder, name), 'utf8') });
      return diagnostics.map((diagnostic) => `${name}: ${messageOf(diagnostic)}`);
    });
  expect(complaints).toEqual([]);
});
