/** Links in output: ours to a file pass, and nothing that a test's text holds becomes one. */
import { expect, it } from 'vitest';
import { hyperlink, visibleOutput } from '../../src/text/visible.js';

const ESCAPE = String.fromCharCode(0x1b);

it('keeps a link to a file of this machine', () => {
  const link = hyperlink('unknown-register', 'file://host/a/b%20c/names.md#unknown-register');
  expect(link).toContain(`${ESCAPE}]8;;file://host/a/b%20c/names.md#unknown-register${ESCAPE}\\`);
  expect(visibleOutput(`[${link}]`)).toBe(`[${link}]`);
});

it.each(['https://example.org/', `file://host/${ESCAPE}[2J`, 'file://host/a b'])(
  'makes no link to %j',
  (url) => {
    expect(hyperlink('text', url)).toBe('text');
  },
);

it('escapes links that are not ours, and all other sequences', () => {
  const foreign = `${ESCAPE}]8;;https://example.org/${ESCAPE}\\text${ESCAPE}]0;title\u0007`;
  expect(visibleOutput(foreign)).toBe(`\\x1b]8;;https://example.org/\\x1b\\text\\x1b]0;title\\x07`);
});
