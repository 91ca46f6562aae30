/** How a diagnostic is drawn: within the width, with the caret where it belongs, and harmless to a terminal. */
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/report/text/render-diagnostic.js';
import { errorAt } from '../../src/text/diagnostic.js';

function render(text: string, marked: string, style = { colour: false, width: 80 }): string {
  const start = text.indexOf(marked);
  const span = { source: { name: 'a.litmus', text }, start, end: start + marked.length };
  return renderDiagnostic(errorAt(span, { code: 'unexpected', found: marked, expected: "';'" }), style);
}

/** What stands above the carets. */
function underlined(rendered: string): string {
  const lines = rendered.split('\n');
  const at = lines.findIndex((line) => /^ *\| *\^+$/.test(line));
  return lines[at - 1].slice(lines[at].indexOf('^'), lines[at].lastIndexOf('^') + 1);
}

test('the caret underlines the token, also behind tabs', () => {
  expect(underlined(render('one\n\t\ttwo\tthree four\n', 'three'))).toBe('three');
});

test('of a token over several lines, the first line is underlined', () => {
  expect(underlined(render('one (two\nthree) four', '(two\nthree)'))).toBe('(two');
});

test.each([30, 40, 80, 200])('no line is wider than %i, and the token stays in sight', (width) => {
  const rendered = render(`${'before '.repeat(50)}here${' after'.repeat(50)}`, 'here', {
    colour: false,
    width,
  });
  expect(Math.max(...rendered.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(underlined(rendered)).toBe('here');
});

test('colour adds nothing but colour, and comes only when asked', () => {
  const plain = render('one two three', 'two');
  const coloured = render('one two three', 'two', { colour: true, width: 80 });
  expect(coloured).not.toBe(plain);
  expect(stripVTControlCharacters(coloured)).toBe(plain);
  expect(stripVTControlCharacters(plain)).toBe(plain);
});

test('control characters of the file do not reach the terminal', () => {
  const rendered = render('one \u001b[2Jtwo\u0007 three', 'two\u0007');
  expect(stripVTControlCharacters(rendered)).toBe(rendered);
  expect(rendered).not.toContain('\u0007');
});
