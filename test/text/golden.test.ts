/** Malformed tests and the exact text of what is said about each; `vitest -u` promotes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { renderDiagnostic } from '../../src/report/text/render-diagnostic.js';

const folder = join(import.meta.dirname, '../golden/diagnostics');
const inputs = readdirSync(folder).filter((name) => name.endsWith('.litmus'));

test.each(inputs)('%s is complained about as its golden file says', async (name) => {
  const { diagnostics } = loadTest({ name, text: readFileSync(join(folder, name), 'utf8') });
  const rendered = diagnostics.map((diagnostic) =>
    renderDiagnostic(diagnostic, { colour: false, width: 80 }),
  );
  for (const line of rendered.join('\n').split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(diagnostics).not.toHaveLength(0);
  await expect(`${rendered.join('\n\n')}\n`).toMatchFileSnapshot(
    join(folder, name.replace('.litmus', '.txt')),
  );
});
