/** The manual's page on editors says what the server says: its example is opened, and every block of it is looked for in the answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, titledBlock } from '../manual/transcripts.js';
import { EditorSession } from './session.js';

const PAGE = 'src/manual/howto-editor.md';

it('says what the server says', async () => {
  const page = readFileSync(join(ROOT, PAGE), 'utf8');
  const blocks = [...page.matchAll(/^```(?:text|markdown)\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  expect(blocks).toHaveLength(5);
  const [lenses, fault, order, becomes, values] = blocks;
  const text = titledBlock(PAGE, 'message.litmus');

  const editor = await EditorSession.open(text);
  expect((await editor.lenses()).map((lens) => lens.replace(/^\d+: /, '')).join('\n')).toBe(lenses.trim());
  const found = await editor.diagnostics((list) => list.some(({ code }) => code === 'missing-order'));
  const missing = found.find(({ code }) => code === 'missing-order');
  const offered = (await editor.actions('WRITE_ONCE(*ready')).map(({ title }) => title);
  expect([missing?.message, ...offered].join('\n')).toBe(order.trim());
  expect(await editor.hover('smp_load_acquire')).toContain(becomes.trim());
  expect(await editor.hover('got = ')).toContain(values.trim());

  await editor.type('WRITE_ONCE(*ready', 'WRIT_ONCE(*ready');
  const [told] = await editor.diagnostics((list) => list.some(({ code }) => code === 'unknown-function'));
  const [mended] = await editor.actions('WRIT_ONCE');
  expect([told.message, mended.title].join('\n')).toBe(fault.trim());
  expect(await editor.close()).toBe(0);
});
