/** The colours of reports as classes. */
import { describe, expect, it } from 'vitest';
import { colouredParts } from '../../src/playground/ansi.js';
import { paintAt } from '../../src/report/text/colour.js';

const paint = paintAt(1);

describe('coloured text', () => {
  it('keeps its text, whatever the colours', () => {
    const text = `a ${paint.red.bold('b')} ${paint.dim(`c ${paint.green('d')} e`)} ${paint.inverse('f')}\n`;
    expect(
      colouredParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe('a b c d e f\n');
  });

  it('has the classes of every colour that reports have', () => {
    for (const name of ['bold', 'dim', 'inverse', 'red', 'green', 'yellow', 'magenta', 'cyan'] as const)
      expect(colouredParts(paint[name]('x'))).toEqual([{ text: 'x', classes: name }]);
  });

  it('ends each colour where it ends, those around it go on', () => {
    expect(colouredParts(paint.bold(`a${paint.red('b')}c`))).toEqual([
      { text: 'a', classes: 'bold' },
      { text: 'b', classes: 'bold red' },
      { text: 'c', classes: 'bold' },
    ]);
    expect(colouredParts(paint.yellow(`a${paint.red('b')}c`)).map(({ classes }) => classes)).toEqual([
      'yellow',
      'red',
      'yellow',
    ]);
  });
});
