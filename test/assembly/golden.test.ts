/** Malformed tests with the exact text of what is said about each, and programs as they are lowered; `vitest -u` promotes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { renderDiagnostic } from '../../src/report/text/render-diagnostic.js';
import { load } from '../lower/load.js';
import { printProgram } from '../program/print-program.js';

function inputs(folder: string): readonly (readonly [string, string])[] {
  const path = join(import.meta.dirname, 'golden', folder);
  return readdirSync(path)
    .filter((name) => name.endsWith('.litmus'))
    .map((name) => [name, join(path, name)]);
}

test.each(inputs('diagnostics'))('%s is complained about as its golden file says', async (name, path) => {
  const { diagnostics } = loadTest({ name, text: readFileSync(path, 'utf8') });
  const rendered = diagnostics.map((diagnostic) =>
    renderDiagnostic(diagnostic, { colour: false, width: 80 }),
  );
  expect(diagnostics).not.toHaveLength(0);
  await expect(`${rendered.join('\n\n')}\n`).toMatchFileSnapshot(path.replace('.litmus', '.txt'));
});

test.each(inputs('programs'))('%s is lowered as its golden file says', async (_, path) => {
  const program = load(readFileSync(path, 'utf8')).programFor('armv8-lse');
  await expect(printProgram(program)).toMatchFileSnapshot(path.replace('.litmus', '.txt'));
});
