/** The manual's page on editors says what the server says: its example is opened, and every block of it is looked for in the answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { oneLine } from '../../src/text/one-line.js';
import { ROOT, titledBlock } from '../manual/transcripts.js';
import { EditorSession } from './session.js';

const PAGE = 'src/manual/howto-editor.md';

/** The tables of a text in Markdown. */
function tablesOf(text: string | null): readonly string[] {
  const tables = text?.match(/^\|.*\n(?:\|.*(?:\n|$))+/gm) ?? [];
  if (tables.length === 0) throw new Error(`there is no table in ${text}`);
  return tables.map((table) => table.trim());
}

it('says what the server says', async () => {
  const page = readFileSync(join(ROOT, PAGE), 'utf8');
  const blocks = [...page.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  expect(blocks).toHaveLength(3);
  const [lens, fault, order] = blocks;
  const text = titledBlock(PAGE, 'message.litmus');

  const editor = await EditorSession.open(text);
  expect((await editor.lens())?.replace(/^\d+: /, '')).toBe(oneLine(lens));
  const found = await editor.diagnostics((list) => list.some(({ code }) => code === 'missing-order'));
  const missing = found.find(({ code }) => code === 'missing-order');
  const offered = (await editor.actions('WRITE_ONCE(*ready')).map(({ title }) => title);
  expect(oneLine([missing?.message, ...offered].join(' '))).toBe(oneLine(order));
  const [becomes] = tablesOf(await editor.hover('smp_load_acquire'));
  expect(page).toContain(becomes);
  const [values] = tablesOf(await editor.hover('got = '));
  expect(page).toContain(values);

  await editor.type('WRITE_ONCE(*ready', 'WRIT_ONCE(*ready');
  const [told] = await editor.diagnostics((list) => list.some(({ code }) => code === 'unknown-function'));
  const [mended] = await editor.actions('WRIT_ONCE');
  expect([told.message, mended.title].join('\n')).toBe(fault.trim());
  expect(await editor.close()).toBe(0);
});
